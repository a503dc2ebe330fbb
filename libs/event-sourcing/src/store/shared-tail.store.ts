import type {
  AllMessage,
  AllOptions,
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  StoredEvent,
} from './event-store.port.js';
import { LiveTail, type Known } from './live-tail.js';

/**
 * For a process in which several runners follow the same streams live: each catches up by a subscription of its own and then shares
 * one, so that an event crosses the wire and is parsed once. Subscriptions to other streams pass through. Goes directly over the
 * adapter; order, completeness and errors of `subscribeAll` are the adapter's.
 */
export class SharedTailStore implements EventStore {
  private readonly tail: LiveTail;

  /** `prefixes`: what is shared, e.g. `['contracts.']`. */
  constructor(
    private readonly raw: EventStore,
    private readonly prefixes: readonly string[],
  ) {
    this.tail = new LiveTail((after, signal) => raw.subscribeAll({ ...(after !== undefined && { after }), prefixes }, signal));
  }

  async *subscribeAll(options: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage> {
    const { prefixes } = options;
    if (!this.isShared(prefixes)) return yield* this.raw.subscribeAll(options, signal);
    const own = new AbortController();
    const stop = (): void => own.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    let shared: AsyncIterable<AllMessage> | null = null;
    let known: Known = { position: options.after, event: undefined };
    let caughtUp = false;
    try {
      for await (const message of this.raw.subscribeAll(options, own.signal)) {
        known = after(known, message);
        if (message.kind === 'caught-up') caughtUp = true;
        if (caughtUp) shared = this.tail.join(known, prefixes, signal);
        yield message;
        if (shared) break;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      own.abort();
    }
    if (shared) yield* shared;
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    return this.raw.append(stream, expected, events);
  }

  read(stream: string, options?: Readonly<{ from?: bigint; maxCount?: number }>): AsyncIterable<StoredEvent> {
    return this.raw.read(stream, options);
  }

  readLast(stream: string): Promise<StoredEvent | null> {
    return this.raw.readLast(stream);
  }

  readAll(options: AllOptions & Readonly<{ maxCount?: number }>): AsyncIterable<StoredEvent> {
    return this.raw.readAll(options);
  }

  head(prefixes: readonly string[]): Promise<bigint | null> {
    return this.raw.head(prefixes);
  }

  setMaxCount(stream: string, maxCount: number): Promise<void> {
    return this.raw.setMaxCount(stream, maxCount);
  }

  logId(): Promise<string | null> {
    return this.raw.logId();
  }

  close(): Promise<void> {
    return this.raw.close();
  }

  private isShared(prefixes: readonly string[]): boolean {
    return prefixes.every((prefix) => this.prefixes.some((covered) => prefix.startsWith(covered)));
  }
}

const after = (known: Known, message: AllMessage): Known => {
  switch (message.kind) {
    case 'event':
      return { position: message.event.position, event: message.event.position };
    case 'checkpoint':
      return { ...known, position: message.position };
    case 'caught-up':
      return known;
  }
};
