import type { kafkaClient } from './kafkajs.js';

type Client = ReturnType<typeof kafkaClient>;

/** Partitions by topic that a member of a group was given. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

/** Records of one partition that its group has not committed yet: from `next` to `end`, which is the offset of the next record. */
export type PartitionLag = Readonly<{ topic: string; partition: number; lag: bigint; next: bigint; end: bigint }>;

/** How far a group is behind in each of these partitions; without a commit by all that lies there. Tries twice, then throws. */
export const lagsOf = async (client: Client, group: string, assignment: Assignment): Promise<readonly PartitionLag[]> => {
  const topics = Object.keys(assignment);
  if (topics.length === 0) return [];
  const admin = client.admin({ retry: { retries: 2 } });
  await admin.connect();
  try {
    const lags: PartitionLag[] = [];
    const committed = await admin.fetchOffsets({ groupId: group, topics });
    for (const topic of topics) {
      const offsets = committed.find((entry) => entry.topic === topic)?.partitions ?? [];
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (!assignment[topic]?.includes(partition)) continue;
        const offset = offsets.find((entry) => entry.partition === partition)?.offset ?? '-1';
        const next = offset === '-1' ? BigInt(low) : BigInt(offset);
        const end = BigInt(high);
        lags.push({ topic, partition, lag: end > next ? end - next : 0n, next, end });
      }
    }
    return lags;
  } finally {
    await admin.disconnect();
  }
};
