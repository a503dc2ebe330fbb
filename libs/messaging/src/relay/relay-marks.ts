import { FIRST_EPOCH } from '@guildhall/event-sourcing';

/**
 * What the relay knows to lie in the topic. `position`: every fact up to it was published, null before the first checkpoint;
 * `partitions`: position of the last fact published to each.
 */
export type RelayMarks = Readonly<{ position: bigint | null; partitions: ReadonlyMap<number, bigint> }>;

/**
 * Marks as they stand in the checkpoint: `term` is that of the lease; positions as decimal strings; `begun` false: nothing was read yet;
 * `epoch` is that of the store (absent = 1).
 */
export type StoredMarks = Readonly<{
  term: string;
  begun: boolean;
  partitions: Readonly<Record<string, string>>;
  epoch?: number;
}>;

export const noMarks: RelayMarks = { position: null, partitions: new Map() };

export const storedMarks = (marks: RelayMarks, term: bigint, epoch: number): StoredMarks => ({
  term: term.toString(),
  begun: marks.position !== null,
  partitions: Object.fromEntries([...marks.partitions].map(([partition, position]) => [partition, position.toString()])),
  ...(epoch !== FIRST_EPOCH && { epoch }),
});

/** The marks of a checkpoint; those of another epoch say nothing about the topic, which was made anew after the restore. */
export const marksOf = ({ position, data }: Readonly<{ position: bigint; data: StoredMarks }>, epoch: number): RelayMarks => {
  if ((data.epoch ?? FIRST_EPOCH) !== epoch) return noMarks;
  return {
    position: data.begun ? position : null,
    partitions: new Map(Object.entries(data.partitions).map(([partition, last]) => [Number(partition), BigInt(last)])),
  };
};

/** Where reading begins (exclusive, null: at the beginning) and what to leave out: facts up to `inTopic` of their partition lie there. */
export type RelayPlan = Readonly<{ after: bigint | null; inTopic: ReadonlyMap<number, bigint>; republishing: readonly number[] }>;

/**
 * Compares the checkpoint with the last position of each partition (patterns.md P7). A partition ahead of the checkpoint is skipped up to
 * its last record; one behind it (lost topic, torn tail) is published again from there, which is why reading begins at the earliest.
 */
export const planOf = (marks: RelayMarks, inTopic: ReadonlyMap<number, bigint>): RelayPlan => {
  const behind = [...marks.partitions].filter(([partition, published]) => (inTopic.get(partition) ?? -1n) < published);
  const starts = [marks.position, ...behind.map(([partition]) => inTopic.get(partition) ?? null)];
  const after = starts.reduce((first, start) => (first === null || start === null ? null : start < first ? start : first));
  return { after: after ?? null, inTopic, republishing: behind.map(([partition]) => partition) };
};
