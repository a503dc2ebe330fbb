import { upcast } from '@guildhall/event-sourcing';
import type { DomainEvent, StorageContract } from '@guildhall/kernel';

/** A recorded event of some historic schema version; committed once and never edited. */
export type GoldenSample = Readonly<{ type: string; schemaVersion: number; data: Record<string, unknown> }>;

/** Lifts a sample to the current version as the store does on every read; throws a plain error where an upcaster is missing. */
export const upcastSample = <E extends DomainEvent>(storage: StorageContract<E>, sample: GoldenSample): DomainEvent => {
  const { type, schemaVersion, data } = sample;
  return { type, data: upcast(storage, type, data, schemaVersion).data };
};

/** Versions of a storage contract that have no golden sample: must be empty. */
export const missingSamples = <E extends DomainEvent>(
  storage: StorageContract<E>,
  samples: readonly GoldenSample[],
): readonly string[] =>
  Object.entries<number>(storage.schemaVersions).flatMap(([type, current]) =>
    Array.from({ length: current }, (_, index) => index + 1)
      .filter((version) => !samples.some((sample) => sample.type === type && sample.schemaVersion === version))
      .map((version) => `${type} v${version}`),
  );
