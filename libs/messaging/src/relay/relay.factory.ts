import { StoreUnavailable, type AppendResult, type EventStore, type StoredEvent } from '@guildhall/event-sourcing';
import type { EventPublisher, OutgoingRecord } from '@guildhall/kernel';
import { HEADER } from '../facts/headers.js';
import { contractId, newApproval } from '../facts/stored-event.factory.js';
import type { InMemoryBroker } from '../memory/in-memory-broker.js';

/** Test data: `count` approvals from the nth on, dealt round over five contracts, appended to their streams. */
export const appendApprovals = async (store: EventStore, from: number, count: number): Promise<void> => {
  for (let n = from; n < from + count; n++) {
    const contract = contractId(n % 5);
    const stream = `contracts.contract-${contract}`;
    const last = await store.readLast(stream);
    await store.append(stream, last?.revision ?? 'no_stream', [newApproval(n, contract)]);
  }
};

export const storedFacts = async (store: EventStore): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll({ prefixes: ['contracts.'] })) events.push(event);
  return events.filter(({ type }) => type === 'MilestoneApproved');
};

/** What a comparison of log and topic finds: facts missing, facts out of order by key (first occurrence), records sent more than once. */
export type Comparison = Readonly<{ holes: number; disorder: number; repeats: number }>;

export const compare = async (store: EventStore, broker: InMemoryBroker, topic: string): Promise<Comparison> => {
  const seen = new Set<string>();
  const newest = new Map<string, bigint>();
  let disorder = 0;
  let repeats = 0;
  for (const { key, headers } of broker.readAll(topic)) {
    const id = headers[HEADER.id] ?? '';
    const position = BigInt(headers[HEADER.sequence] ?? '-1');
    if (seen.has(id)) {
      repeats += 1;
      continue;
    }
    seen.add(id);
    if (position < (newest.get(key ?? '') ?? -1n)) disorder += 1;
    newest.set(key ?? '', position);
  }
  const holes = (await storedFacts(store)).filter(({ id }) => !seen.has(id)).length;
  return { holes, disorder, repeats };
};

export type KillPoint = Readonly<{ operation: number; when: 'before' | 'after' }>;

/**
 * A process that dies at its nth write to broker or checkpoint, before or after it took effect: from then on every call of it fails, as
 * nobody is there to make one. `died` resolves at that moment.
 */
export const mortal = (store: EventStore, publisher: EventPublisher, { operation, when }: KillPoint) => {
  const { promise: died, resolve: die } = Promise.withResolvers<void>();
  let operations = 0;
  let dead = false;
  const write = async <R>(act: () => Promise<R>): Promise<R> => {
    operations += 1;
    const last = operations === operation;
    if (dead || (last && when === 'before')) return killed();
    const result = await act();
    if (last) return killed();
    return result;
  };
  const killed = (): never => {
    dead = true;
    die();
    throw new StoreUnavailable('This process was killed');
  };
  const mortalStore: EventStore = {
    append: (stream, expected, events): Promise<AppendResult> => write(() => store.append(stream, expected, events)),
    read: (stream, options) => store.read(stream, options),
    readLast: (stream) => store.readLast(stream),
    readAll: (options) => store.readAll(options),
    head: (prefixes) => store.head(prefixes),
    subscribeAll: (options, signal) => store.subscribeAll(options, signal),
    setMaxCount: (stream, maxCount) => store.setMaxCount(stream, maxCount),
    logId: () => store.logId(),
    close: () => store.close(),
  };
  const mortalPublisher: EventPublisher = {
    publish: (topic: string, records: readonly OutgoingRecord[]) => write(() => publisher.publish(topic, records)),
    partitionOf: (topic, key) => publisher.partitionOf(topic, key),
    lastRecords: (topic) => publisher.lastRecords(topic),
    close: () => publisher.close(),
  };
  return { store: mortalStore, publisher: mortalPublisher, died, isDead: () => dead };
};
