import { newId } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../store/store.errors.js';
import { backoffMs, OUTAGE_BACKOFF, pauseFor } from '../subscriptions/backoff.js';
import { follow, type Follower, type OnFault } from '../subscriptions/follow.js';
import { runnerContext } from '../subscriptions/runner-context.js';
import { Serial } from '../subscriptions/serial.js';
import { evolveWaiting, nothingWaits, parkedStorage, type ParkedEvent, type Waiting } from './parked.events.js';
import type { Parking, ParkedMessage, ParkedPayload } from './parking.port.js';

type Handle = (message: ParkedMessage) => Promise<void>;
type By = Readonly<{ accountId: string; reason: string }>;

/** What one stream says, as far as this instance has read it. */
type Stream = { revision: bigint | 'no_stream'; waiting: Waiting; keys: ReadonlySet<string>; readonly writing: Serial };

/** End of the code of a message that was not tried, because an earlier one of its (process, key) waits. */
export const BEHIND_PARKED = 'BEHIND_PARKED';

/** Outage while an operator acts: this many tries before the error is answered. Runners have no limit. */
const OPERATOR_TRIES = 5;

export type ParkingOptions = Readonly<{ store: EventStore; service: string; onFault?: OnFault }>;

/**
 * Parking in the log. The state is built from `<service>.parked-*` at start and followed from then on, so that every instance knows what
 * waits and an operator's retry reaches the instance that has the handler. Wall time.
 */
export class EventSourcedParking implements Parking {
  private readonly streams = new Map<string, Stream>();
  private readonly handlers = new Map<string, Handle>();
  private readonly ownAsks = new Set<string>();
  private readonly draining = new Serial();
  private readonly stopping = new AbortController();
  private follower: Follower | null = null;

  constructor(private readonly options: ParkingOptions) {}

  /** Reads what waits; resolves when it is known. Nothing may be handled before. */
  async start(signal?: AbortSignal): Promise<void> {
    const { store, service, onFault } = this.options;
    const prefixes = [`${service}.parked-`];
    const handle = async ({ events }: { events: readonly StoredEvent[] }): Promise<void> => {
      for (const event of events) await this.see(event);
    };
    this.follower = follow({ store, prefixes, handle, ...(signal && { signal }), ...(onFault && { onFault }) });
    await Promise.race([this.follower.caughtUp, this.follower.done]);
  }

  /** Ends what still waits for a store that is away: it was not parked, so its message comes again. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.follower?.stop();
    await this.draining.run(() => Promise.resolve());
  }

  isParked(process: string, key: string): boolean {
    return this.streams.get(process)?.keys.has(key) ?? false;
  }

  list(process?: string): readonly ParkedMessage[] {
    const streams = process === undefined ? [...this.streams.values()] : [this.streamOf(process)];
    return streams.flatMap(({ waiting }) => [...waiting.values()]);
  }

  /**
   * Repeats outages without limit: what is parked must not be lost. A message that waits already is no change. One that is parked only
   * to queue behind others (code `…BEHIND_PARKED`), and finds at its append that they have been drained meanwhile, is drained at once.
   */
  async park(message: Omit<ParkedMessage, 'parkedAt'>): Promise<void> {
    const { process, key, messageId, reason } = message;
    const parked: ParkedEvent = { type: 'MessageParked', data: { ...message, parkedAt: new Date().toISOString() } };
    await this.note(process, parked, { isDone: (waiting) => waiting.has(messageId), tries: Infinity });
    const [first] = this.waitingOf(process, key);
    if (first?.messageId === messageId && reason.code.endsWith(BEHIND_PARKED)) this.drainSoon(process, key);
  }

  async discard(process: string, messageId: string, by: By): Promise<void> {
    const message = this.streamOf(process).waiting.get(messageId);
    if (!message) return;
    const discarded: ParkedEvent = { type: 'MessageDiscarded', data: { messageId, key: message.key, by } };
    await this.note(process, discarded, { isDone: (waiting) => !waiting.has(messageId), tries: OPERATOR_TRIES });
  }

  /** Answers 0 at once where another instance has the handler: it sees what was asked and drains. */
  async retry(process: string, key: string, by: By): Promise<number> {
    if (!this.isParked(process, key)) return 0;
    const asked = newId();
    this.ownAsks.add(asked);
    const event: ParkedEvent = { type: 'RetryAsked', data: { key, by } };
    await this.note(process, event, { id: asked, isDone: () => false, tries: OPERATOR_TRIES });
    return this.drain(process, key);
  }

  onRetry(process: string, handle: Handle, kind?: ParkedPayload['kind']): void {
    this.handlers.set(handlerKey(process, kind), handle);
  }

  /** In order, with those that come meanwhile, until the first that fails again; its reason stays as it was parked. */
  private drain(process: string, key: string): Promise<number> {
    return this.draining.run(async () => {
      for (let drained = 0; ; drained += 1) {
        const [message] = this.waitingOf(process, key);
        const handle = message && this.handlerOf(message);
        if (!message || !handle) return drained;
        try {
          await handle(message);
        } catch (error) {
          this.options.onFault?.({ where: 'handler', error, attempt: 1 });
          return drained;
        }
        const { messageId } = message;
        const event: ParkedEvent = { type: 'MessageDrained', data: { messageId, key } };
        await this.note(process, event, { isDone: (waiting) => !waiting.has(messageId), tries: Infinity });
      }
    });
  }

  private drainSoon(process: string, key: string): void {
    this.drain(process, key).catch((error: unknown) => this.options.onFault?.({ where: 'handler', error, attempt: 1 }));
  }

  private handlerOf({ process, payload }: ParkedMessage): Handle | undefined {
    return this.handlers.get(handlerKey(process, payload.kind)) ?? this.handlers.get(handlerKey(process));
  }

  private waitingOf(process: string, key: string): readonly ParkedMessage[] {
    return [...this.streamOf(process).waiting.values()].filter((message) => message.key === key);
  }

  /** Appends at the exact revision after what this instance has read; another writer's events are read and judged first. */
  private note(
    process: string,
    event: ParkedEvent,
    { isDone, tries, id = newId() }: Readonly<{ isDone(waiting: Waiting): boolean; tries: number; id?: string }>,
  ): Promise<void> {
    const stream = this.streamOf(process);
    return stream.writing.run(async () => {
      for (let attempt = 1; ; attempt += 1) {
        if (isDone(stream.waiting)) return;
        try {
          await this.append(process, stream, event, id);
          return;
        } catch (error) {
          const away = error instanceof StoreUnavailable || error instanceof OutcomeUnknown;
          if (!away && !(error instanceof WrongExpectedRevision)) throw error;
          if (attempt >= tries) throw error;
          this.stopping.signal.throwIfAborted();
          if (away) await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), this.stopping.signal);
          else if (await this.readOn(process, stream, id)) return;
        }
      }
    });
  }

  private async append(process: string, stream: Stream, event: ParkedEvent, id: string): Promise<void> {
    const { store, service } = this.options;
    const context = runnerContext(`${service}.parking`, id, new Date().toISOString());
    const name = `${service}.parked-${process}`;
    const metadata = metadataOf(context, parkedStorage(service).schemaVersions[event.type]);
    const { revision } = await store.append(name, stream.revision, [{ id, ...event, metadata }]);
    this.apply(stream, event, revision);
  }

  /** Reads what others wrote meanwhile; true when our own event is among it (the answer to its append was lost). */
  private async readOn(process: string, stream: Stream, id: string): Promise<boolean> {
    const from = stream.revision === 'no_stream' ? 0n : stream.revision + 1n;
    let found = false;
    for await (const event of this.options.store.read(`${this.options.service}.parked-${process}`, { from })) {
      this.apply(stream, event as StoredEvent & ParkedEvent, event.revision);
      found ||= event.id === id;
    }
    return found;
  }

  private async see(event: StoredEvent): Promise<void> {
    const process = event.streamKey;
    const stream = this.streamOf(process);
    const parked = event as StoredEvent & ParkedEvent;
    await stream.writing.run(async () => this.apply(stream, parked, event.revision));
    const { type, data } = parked;
    if (type === 'RetryAsked' && !this.ownAsks.delete(event.id) && this.follower?.progress().state === 'live') {
      this.drainSoon(process, data.key);
    }
  }

  private apply(stream: Stream, event: ParkedEvent, revision: bigint): void {
    const next = stream.revision === 'no_stream' ? 0n : stream.revision + 1n;
    if (revision < next) return;
    stream.revision = revision;
    stream.waiting = evolveWaiting(stream.waiting, event) ?? stream.waiting;
    stream.keys = new Set([...stream.waiting.values()].map((message) => message.key));
  }

  private streamOf(process: string): Stream {
    const found = this.streams.get(process);
    if (found) return found;
    const made: Stream = { revision: 'no_stream', waiting: nothingWaits, keys: new Set(), writing: new Serial() };
    this.streams.set(process, made);
    return made;
  }
}

const handlerKey = (process: string, kind: ParkedPayload['kind'] | 'any' = 'any'): string => `${process}|${kind}`;
