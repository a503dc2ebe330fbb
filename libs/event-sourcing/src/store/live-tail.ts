import type { AllMessage, StoredEvent } from './event-store.port.js';
import { Inflow } from './inflow.js';
import { StoreUnavailable } from './store.errors.js';

/** Newest events that a subscriber may join behind; twice as many are kept before the older half is forgotten. */
const REMEMBERED = 1_024;
/** Messages that may wait for one subscriber; a slower one is sent back to a subscription of its own. */
const WAITING = 4_096;
/** A tail that says nothing for so long (ms) while a subscriber has seen more is begun anew. */
const SILENT_MS = 5_000;

/** Opens the one subscription behind the tail; as `EventStore.subscribeAll`, for the tail's own prefixes. */
type Open = (after: bigint | undefined, signal: AbortSignal) => AsyncIterable<AllMessage>;

/** What a subscriber knows: everything up to `position` was examined; `event` is the last one that it was told of. */
export type Known = Readonly<{ position: bigint | undefined; event: bigint | undefined }>;

type Member = Readonly<{ prefixes: readonly string[]; from: bigint | undefined; inflow: Inflow<AllMessage> }> & {
  waiting: number;
};

/**
 * The live end of `$all` for everybody in a process: events are read and parsed once, however many follow them. It begins where the
 * first subscriber has caught up, remembers the newest events, and ends with its last subscriber.
 */
export class LiveTail {
  private readonly members = new Set<Member>();
  private recent: StoredEvent[] = [];
  /** Everything after this position is remembered; undefined: from the beginning. */
  private since: bigint | undefined;
  private reached: bigint | undefined;
  private messageAt = 0;
  private running: AbortController | null = null;

  constructor(private readonly open: Open) {}

  /**
   * Goes on behind what the subscriber knows; null where the tail does not reach back so far, or stands still. The iteration throws
   * `StoreUnavailable` when the connection is lost, or when its reader is too slow.
   */
  join({ position: from, event }: Known, prefixes: readonly string[], signal: AbortSignal): AsyncIterable<AllMessage> | null {
    if (!this.running) this.begin(from);
    if (isBefore(from, this.since)) return null;
    // What the subscriber was told of would have come here, too.
    if (isBefore(this.reached, event) && Date.now() - this.messageAt > SILENT_MS) {
      this.end(new StoreUnavailable('The live end of $all stood still'));
      return null;
    }
    const member: Member = { prefixes, from, inflow: new Inflow({ pause: nothing, resume: nothing }), waiting: 0 };
    this.members.add(member);
    for (const recent of this.recent) this.tell(member, { kind: 'event', event: recent });
    return this.following(member, signal);
  }

  private async *following(member: Member, signal: AbortSignal): AsyncIterable<AllMessage> {
    const stop = (): void => member.inflow.end();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      for await (const message of member.inflow) {
        member.waiting -= 1;
        yield message;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.members.delete(member);
      if (this.members.size === 0) this.end(new StoreUnavailable('Nobody follows'));
    }
  }

  private begin(after: bigint | undefined): void {
    const running = new AbortController();
    this.running = running;
    this.recent = [];
    this.since = this.reached = after;
    this.messageAt = Date.now();
    void this.run(after, running).catch((error: unknown) => {
      if (this.running === running) this.end(error);
    });
  }

  private async run(after: bigint | undefined, running: AbortController): Promise<void> {
    for await (const message of this.open(after, running.signal)) {
      if (this.running !== running) return;
      this.take(message);
    }
    if (this.running === running) throw new StoreUnavailable('The live end of $all was closed');
  }

  private take(message: AllMessage): void {
    this.messageAt = Date.now();
    // Members were told that they had caught up by their own subscriptions.
    if (message.kind === 'caught-up') return;
    if (message.kind === 'event') this.remember(message.event);
    this.reached = message.kind === 'event' ? message.event.position : message.position;
    for (const member of [...this.members]) this.tell(member, message);
  }

  private remember(event: StoredEvent): void {
    this.recent.push(event);
    if (this.recent.length < 2 * REMEMBERED) return;
    this.since = this.recent[REMEMBERED - 1]?.position ?? this.since;
    this.recent = this.recent.slice(REMEMBERED);
  }

  private tell(member: Member, message: Exclude<AllMessage, { kind: 'caught-up' }>): void {
    if (!isNewTo(member, message)) return;
    member.waiting += 1;
    if (member.waiting <= WAITING) return member.inflow.push(message);
    this.members.delete(member);
    member.inflow.fail(new StoreUnavailable('A follower of $all fell behind the live end'));
  }

  /** Everybody goes back to a subscription of their own, and joins again from there. */
  private end(error: unknown): void {
    this.running?.abort();
    this.running = null;
    for (const { inflow } of this.members) inflow.fail(error);
    this.members.clear();
  }
}

/** The tail may still be behind what the member saw by itself. */
const isNewTo = ({ prefixes, from }: Member, message: Exclude<AllMessage, { kind: 'caught-up' }>): boolean => {
  if (message.kind === 'checkpoint') return isBefore(from, message.position);
  const { stream, position } = message.event;
  return isBefore(from, position) && prefixes.some((prefix) => stream.startsWith(prefix));
};

const nothing = (): void => undefined;

/** `undefined` stands before every position. */
const isBefore = (one: bigint | undefined, other: bigint | undefined): boolean => (one ?? -1n) < (other ?? -1n);
