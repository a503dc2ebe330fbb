import { newId } from '@guildhall/kernel';
import type {
  AllMessage,
  AllOptions,
  AppendResult,
  EventStore,
  ExpectedRevision,
  NewEvent,
  StoredEvent,
} from './event-store.port.js';
import { StoreUnavailable, WrongExpectedRevision } from './store.errors.js';
import { logIdOf, storeEpoch } from './store-epoch.js';
import { partsOfStream } from './stream-name.js';

export type InMemoryStoreOptions = Readonly<{
  /** Wall time of `recordedAt` (default: the machine's). */
  now?: () => Date;
}>;

/** Positions have gaps, as those of a real log: code that counts on consecutive ones fails here, too. */
const POSITION_STEP = 64n;

/** Foreign events passed between two checkpoint messages. */
const SEARCH_WINDOW = 1_000;

type Stream = { readonly events: StoredEvent[]; maxCount: number };

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

/** What JSON keeps of an event, frozen: the same as the real store hands back. */
const stored = ({ id, type, data, metadata }: NewEvent, place: Omit<StoredEvent, keyof NewEvent>): StoredEvent => {
  const kept = JSON.parse(JSON.stringify({ id, type, data, metadata })) as NewEvent;
  return frozen({ ...kept, ...place });
};

/**
 * `EventStore` in memory for pure tests, with the semantics of the real one: exact revisions, repeats by event id, `$maxCount`,
 * subscriptions. Nothing is kept after `close`.
 */
export class InMemoryEventStore implements EventStore {
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly wakers = new Set<() => void>();
  private readonly now: () => Date;
  private position = 0n;
  private closed = false;

  constructor({ now = () => new Date() }: InMemoryStoreOptions = {}) {
    this.now = now;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    await this.turn();
    const there = this.streams.get(stream)?.events ?? [];
    const next = expected === 'no_stream' ? 0n : expected + 1n;
    const current = BigInt(there.length) - 1n;
    if (next <= current) return this.repeated(stream, expected, events, there.slice(Number(next)));
    if (next > current + 1n) throw new WrongExpectedRevision(stream, expected, current < 0n ? null : current);
    if (events.length === 0) return { revision: current, position: there.at(-1)?.position ?? 0n };
    const last = this.write(stream, events);
    return { revision: last.revision, position: last.position };
  }

  async *read(
    stream: string,
    { from = 0n, maxCount = Infinity }: Readonly<{ from?: bigint; maxCount?: number }> = {},
  ): AsyncIterable<StoredEvent> {
    await this.turn();
    const { events, maxCount: kept } = this.streams.get(stream) ?? { events: [], maxCount: Infinity };
    const first = Math.max(Number(from), events.length - kept);
    yield* events.slice(first, first + maxCount);
  }

  async readLast(stream: string): Promise<StoredEvent | null> {
    await this.turn();
    return this.streams.get(stream)?.events.at(-1) ?? null;
  }

  async *readAll({
    after = -1n,
    prefixes,
    maxCount = Infinity,
  }: AllOptions & Readonly<{ maxCount?: number }>): AsyncIterable<StoredEvent> {
    await this.turn();
    let count = 0;
    for (const event of this.log.slice(this.indexAfter(after))) {
      if (count >= maxCount) return;
      if (!matches(event, prefixes)) continue;
      count += 1;
      yield event;
    }
  }

  async head(prefixes: readonly string[]): Promise<bigint | null> {
    await this.turn();
    return this.log.findLast((event) => matches(event, prefixes))?.position ?? null;
  }

  async *subscribeAll({ after = -1n, prefixes }: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage> {
    if (prefixes.length === 0) throw new Error('A subscription to $all needs at least one prefix');
    // A cursor over the log and a wake-up: nothing is between "read" and "live", so nothing is lost or told twice.
    let index = this.indexAfter(after);
    let passed = 0;
    let live = false;
    while (!signal.aborted) {
      if (this.closed) throw new StoreUnavailable('The event store is closed');
      const event = this.log[index];
      if (!event) {
        const last = this.log.at(-1);
        if (!live && last) yield { kind: 'checkpoint', position: last.position };
        if (!live) yield { kind: 'caught-up' };
        live = true;
        if (index >= this.log.length && !signal.aborted) await this.wake(signal);
        continue;
      }
      index += 1;
      passed += 1;
      if (matches(event, prefixes)) yield { kind: 'event', event };
      if (passed % SEARCH_WINDOW === 0) yield { kind: 'checkpoint', position: event.position };
    }
  }

  async setMaxCount(stream: string, maxCount: number): Promise<void> {
    await this.turn();
    const entry = this.streamFor(stream);
    if (entry.maxCount === maxCount) return;
    entry.maxCount = maxCount;
    const metadata = { $correlationId: '', $causationId: '', commandId: '', actor: { kind: 'system', id: 'store' } as const };
    const rest = { occurredAt: this.now().toISOString(), schemaVersion: 1, policyRefs: {}, region: '' };
    this.write(`$$${stream}`, [
      { id: newId(), type: '$metadata', data: { $maxCount: maxCount }, metadata: { ...metadata, ...rest } },
    ]);
  }

  async logId(): Promise<string | null> {
    await this.turn();
    const [first] = this.log;
    return first ? logIdOf(first.id, await storeEpoch(this)) : null;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wakeAll();
  }

  private write(stream: string, events: readonly NewEvent[]): StoredEvent {
    const entry = this.streamFor(stream);
    const recordedAt = this.now().toISOString();
    const written = events.map((event, offset) => {
      this.position += POSITION_STEP;
      const revision = BigInt(entry.events.length + offset);
      return stored(event, { stream, ...partsOfStream(stream), revision, position: this.position, recordedAt });
    });
    entry.events.push(...written);
    this.log.push(...written);
    this.wakeAll();
    return written.at(-1) as StoredEvent;
  }

  /** An append below the current revision: the same events again are a success, anything else is a conflict. */
  private repeated(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
    there: readonly StoredEvent[],
  ): AppendResult {
    const same = events.length > 0 && events.every(({ id }, index) => there[index]?.id === id);
    const last = same ? there[events.length - 1] : undefined;
    if (!last) throw new WrongExpectedRevision(stream, expected, there.at(-1)?.revision ?? null);
    return { revision: last.revision, position: last.position };
  }

  private streamFor(stream: string): Stream {
    const found = this.streams.get(stream);
    if (found) return found;
    const made = { events: [], maxCount: Infinity };
    this.streams.set(stream, made);
    return made;
  }

  private indexAfter(after: bigint): number {
    return after < 0n ? 0 : Number(after / POSITION_STEP);
  }

  /** Every call takes at least one turn of the event loop's queue, so that races between callers happen as they do over a network. */
  private async turn(): Promise<void> {
    await Promise.resolve();
    if (this.closed) throw new StoreUnavailable('The event store is closed');
  }

  private async wake(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.wakers.add(resolve);
    const stop = (): void => resolve();
    signal.addEventListener('abort', stop, { once: true });
    await promise;
    signal.removeEventListener('abort', stop);
    this.wakers.delete(resolve);
  }

  private wakeAll(): void {
    for (const wake of this.wakers) wake();
  }
}

const matches = ({ stream, type }: StoredEvent, prefixes: readonly string[]): boolean =>
  !stream.startsWith('$') && !type.startsWith('$') && prefixes.some((prefix) => stream.startsWith(prefix));
