import type { kafkaClient } from './kafkajs.js';

type Client = ReturnType<typeof kafkaClient>;

/** Partitions by topic that a member of a group was given. */
export type Assignment = Readonly<Record<string, readonly number[]>>;

/** How many records of these partitions a group has not committed yet; without a commit all that lie there. Tries twice, then throws. */
export const lagOf = async (client: Client, group: string, assignment: Assignment): Promise<bigint> => {
  const topics = Object.keys(assignment);
  if (topics.length === 0) return 0n;
  const admin = client.admin({ retry: { retries: 2 } });
  await admin.connect();
  try {
    let lag = 0n;
    const committed = await admin.fetchOffsets({ groupId: group, topics });
    for (const topic of topics) {
      const offsets = committed.find((entry) => entry.topic === topic)?.partitions ?? [];
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (!assignment[topic]?.includes(partition)) continue;
        const offset = offsets.find((entry) => entry.partition === partition)?.offset ?? '-1';
        const next = offset === '-1' ? BigInt(low) : BigInt(offset);
        if (BigInt(high) > next) lag += BigInt(high) - next;
      }
    }
    return lag;
  } finally {
    await admin.disconnect();
  }
};
