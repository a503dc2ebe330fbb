import type { StorageContract } from '@guildhall/kernel';

type Data = Readonly<Record<string, unknown>>;

/**
 * Lifts an event's data from the stored version to the current one, step by step. A version newer than this code's is passed on as it
 * is: an old binary replays what a new one wrote. Throws a plain error where a step is missing.
 */
export const upcast = (
  storage: StorageContract,
  type: string,
  data: Data,
  version: number,
): Readonly<{ data: Data; version: number }> => {
  const current = storage.schemaVersions[type] ?? version;
  let lifted = data;
  for (let step = version; step < current; step += 1) {
    const upcaster = storage.upcasters?.[type]?.[step - 1];
    if (!upcaster) throw new Error(`${storage.category}: ${type} has no upcaster from version ${step} to ${step + 1}`);
    lifted = upcaster(lifted);
  }
  return { data: lifted, version: Math.max(version, current) };
};
