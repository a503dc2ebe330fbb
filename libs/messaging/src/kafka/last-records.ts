import { randomUUID } from 'node:crypto';
import type { IHeaders } from 'kafkajs';
import type { kafkaClient } from './kafkajs.js';

type Client = ReturnType<typeof kafkaClient>;
type Headers = Readonly<Record<string, string>>;

const DEADLINE_MS = 30_000;

/** Texts of a record's headers (UTF-8); of a header given twice the last counts. */
export const headersOf = (headers: IHeaders | undefined): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
};

/**
 * Headers of the last record of every non-empty partition. kafkajs reads records only through a group, so one is made for this read and
 * deleted again; it commits nothing. Holds for topics without transactions and compaction, whose last offset always is a record.
 */
export const readLastRecords = async (client: Client, topic: string): Promise<ReadonlyMap<number, Headers>> => {
  const admin = client.admin();
  await admin.connect();
  try {
    const ends = new Map<number, string>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) ends.set(partition, (BigInt(high) - 1n).toString());
    }
    if (ends.size === 0) return new Map();
    const groupId = `guildhall.relay-start.${randomUUID()}`;
    const found = await readAt(client, groupId, topic, ends);
    await admin.deleteGroups([groupId]);
    return found;
  } finally {
    await admin.disconnect();
  }
};

const readAt = async (
  client: Client,
  groupId: string,
  topic: string,
  at: ReadonlyMap<number, string>,
): Promise<Map<number, Headers>> => {
  const consumer = client.consumer({ groupId, sessionTimeout: 6_000, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  const found = new Map<number, Headers>();
  const { promise: complete, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error(`The last records of ${topic} did not arrive within ${DEADLINE_MS} ms`)),
    DEADLINE_MS,
  );
  try {
    await consumer.connect();
    // What lies before the sought offsets is of no interest: the group begins at the end, then looks one record back.
    await consumer.subscribe({ topics: [topic], fromBeginning: false });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const record = batch.messages.find(({ offset }) => offset === at.get(batch.partition));
        if (record) found.set(batch.partition, headersOf(record.headers));
        if (found.size === at.size) resolve();
      },
    });
    for (const [partition, offset] of at) consumer.seek({ topic, partition, offset });
    await complete;
    return found;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
};
