import { FIRST_EPOCH, type EventStore, type StoredEvent } from '@guildhall/event-sourcing';
import type { FactMappings } from '../facts/fact-mapping.js';
import { HEADER } from '../facts/headers.js';
import { LogDiverged } from './relay.errors.js';

type Headers = Readonly<Record<string, string>>;
/** `epoch`: that of the store (`storeEpoch`). */
export type TopicOfService = Readonly<{
  service: string;
  topic: string;
  store: EventStore;
  mappings: FactMappings;
  epoch: number;
}>;

/**
 * Last published position of each partition, after each last record was found in the store under its id: else `LogDiverged`, as where
 * it was published in another epoch, whose positions do not compare with those of now.
 * `lastRecords` are the headers of the last record by partition.
 */
export const positionsInTopic = async (
  of: TopicOfService,
  lastRecords: ReadonlyMap<number, Headers>,
): Promise<ReadonlyMap<number, bigint>> => {
  const positions = new Map<number, bigint>();
  for (const [partition, headers] of lastRecords) {
    const told = headers[HEADER.storeEpoch] ?? FIRST_EPOCH.toString();
    if (told !== of.epoch.toString()) {
      const ending = `a record of store epoch ${told}, and the event store, restored since then, is in epoch ${of.epoch}`;
      throw new LogDiverged(of.topic, partition, ending);
    }
    const sequence = headers[HEADER.sequence] ?? '';
    const id = headers[HEADER.id] ?? '';
    const event = /^\d+$/.test(sequence) ? await eventOf(of, headers, BigInt(sequence)) : null;
    if (!event || event.id !== id || event.position !== BigInt(sequence))
      throw new LogDiverged(of.topic, partition, `event ${id} at position ${sequence}, which the event store does not hold`);
    positions.set(partition, event.position);
  }
  return positions;
};

/**
 * The event that a record was made of. It is read by stream and revision: the real store answers positions that are no record boundary
 * with an error, so `$all` cannot be asked for "the one before". A type that no mapping tells any more is looked for in the whole log.
 */
const eventOf = async (
  { service, store, mappings }: TopicOfService,
  headers: Headers,
  position: bigint,
): Promise<StoredEvent | null> => {
  const categories = mappings.categoriesOf(headers[HEADER.type] ?? '');
  return categories.length === 0 ? eventAt(store, service, position) : eventIn(store, categories, headers, position);
};

/** The event that a record names by stream and revision, in one of these categories; null where none stands at that position. */
export const eventIn = async (
  store: Pick<EventStore, 'read'>,
  categories: readonly string[],
  headers: Headers,
  position: bigint,
): Promise<StoredEvent | null> => {
  const revision = headers[HEADER.streamRevision] ?? '';
  if (!/^\d+$/.test(revision)) return null;
  for (const category of categories) {
    for await (const event of store.read(`${category}-${headers[HEADER.subject]}`, { from: BigInt(revision), maxCount: 1 })) {
      if (event.position === position) return event;
    }
  }
  return null;
};

const eventAt = async (store: EventStore, service: string, position: bigint): Promise<StoredEvent | null> => {
  for await (const event of store.readAll({ prefixes: [`${service}.`] })) {
    if (event.position >= position) return event;
  }
  return null;
};
