import type { DomainEvent, StorageContract } from '@guildhall/kernel';

/** A recorded event of some historic schema version; committed once and never edited. */
export type GoldenSample = Readonly<{ type: string; schemaVersion: number; data: Record<string, unknown> }>;

/** Lifts a sample to the current version as the store does on every read. */
export const upcastSample = <E extends DomainEvent>(storage: StorageContract<E>, sample: GoldenSample): DomainEvent => {
  const current = storage.schemaVersions[sample.type as E['type']];
  const upcasters = storage.upcasters?.[sample.type as E['type']] ?? [];
  let data = sample.data;
  for (let version = sample.schemaVersion; version < current; version += 1) {
    const upcaster = upcasters[version - 1];
    if (!upcaster) throw new Error(`No upcaster of ${sample.type} from version ${version}`);
    data = upcaster(data);
  }
  return { type: sample.type, data };
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
