import type {
  AllMessage,
  AllOptions,
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  StoredEvent,
} from './event-store.port.js';
import { WrongExpectedRevision } from './store.errors.js';

/**
 * For services whose api runs in several processes: an append that only repeated what another process wrote fails as
 * `WrongExpectedRevision`, so that its command is answered from the events that are stored. A store takes a repeat of event ids for a
 * success and cannot say so: a process whose memory of the stream is older would believe that its own version was written. Costs one
 * small read an append; with one process a service it is not needed. Goes directly over the adapter; errors are the adapter's.
 */
export class FirstWriterStore implements EventStore {
  constructor(private readonly raw: EventStore) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const result = await this.raw.append(stream, expected, events);
    const [mine] = events;
    if (!mine) return result;
    const from = expected === 'no_stream' ? 0n : expected + 1n;
    for await (const { data, metadata } of this.raw.read(stream, { from, maxCount: 1 })) {
      if (!same(data, mine.data) || !same(metadata, mine.metadata))
        throw new WrongExpectedRevision(stream, expected, result.revision);
    }
    return result;
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

  subscribeAll(options: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage> {
    return this.raw.subscribeAll(options, signal);
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
}

/** Equal as JSON. Both sides keep the order in which the fields were written. */
const same = (stored: object, written: object): boolean => JSON.stringify(stored) === JSON.stringify(written);
