import { eventIdOf, type DomainEvent, type StorageContract } from '@guildhall/kernel';
import { FACT_NOTED } from '../projections/projection.js';
import type { AppendResult, NewEvent, StoredEvent } from '../store/event-store.port.js';
import { partsOfStream, serviceOf } from '../store/stream-name.js';
import type { CommandContext } from './command-context.js';
import { metadataOf } from './metadata.js';

/** What an empty decision of a process's command leaves in the stream. */
export const factNoted = (factId: string): DomainEvent<typeof FACT_NOTED, { factId: string }> => ({
  type: FACT_NOTED,
  data: { factId },
});

/** `FactNoted` has one version for ever: it holds an id and nothing else. */
const FACT_NOTED_VERSION = 1;

const versionOf = <E extends DomainEvent>(storage: StorageContract<E>, type: string): number => {
  const version = type === FACT_NOTED ? FACT_NOTED_VERSION : storage.schemaVersions[type as E['type']];
  if (version === undefined) throw new Error(`${storage.category} names no schema version of ${type}`);
  return version;
};

/** Decided events as they go to the store. The data is what JSON keeps of it, so a first answer equals a repeated one. */
export const newEventsOf = <E extends DomainEvent>(
  storage: StorageContract<E>,
  stream: string,
  decided: readonly DomainEvent[],
  context: CommandContext,
  traceparent: string | undefined,
): readonly NewEvent[] =>
  decided.map(({ type, data }, index) => ({
    id: eventIdOf(stream, context.commandId, index),
    type,
    data: JSON.parse(JSON.stringify(data)) as object,
    metadata: metadataOf(context, versionOf(storage, type), traceparent),
  }));

/**
 * The appended events as the writer knows them without reading them back: all carry the position of the last one, and the writer's
 * wall time for the store's.
 */
export const storedAs = (
  stream: string,
  events: readonly NewEvent[],
  result: AppendResult,
  now: Date,
): readonly StoredEvent[] => {
  const place = { stream, ...partsOfStream(stream), position: result.position, recordedAt: now.toISOString() };
  const first = result.revision - BigInt(events.length - 1);
  return events.map((event, index) => ({ ...event, ...place, revision: first + BigInt(index) }));
};

/** `<service>:<position>`: what a command answers, and what queries wait for. */
export const positionToken = (stream: string, position: bigint): string => `${serviceOf(stream)}:${position}`;
