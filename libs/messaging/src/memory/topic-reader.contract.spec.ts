import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { TopicReader } from '../audit/topic-reading.js';
import { approvalRecord, contractId } from '../facts/stored-event.factory.js';
import { kafkaClient } from '../kafka/kafkajs.js';
import { KafkaPublisher } from '../kafka/kafka-publisher.js';
import { KafkaTopicReader } from '../kafka/kafka-topic-reader.js';
import { makeTopics } from '../kafka/topics.js';
import { noLog } from '../observing/log.js';
import { testBrokers } from '../testing/config.js';
import { InMemoryBroker } from './in-memory-broker.js';
import { InMemoryPublisher } from './in-memory-publisher.js';
import { InMemoryTopicReader } from './in-memory-topic-reader.js';

const COUNT = 3_000;
const records = Array.from({ length: COUNT }, (_, n) => approvalRecord(n, contractId(n % 40)));
const topic = `test.${randomUUID()}`;

type Broker = Readonly<{
  publish(from: number, to: number): Promise<void>;
  reader: TopicReader;
  deleteRecords(partition: number, before: bigint): Promise<void>;
  close(): Promise<void>;
}>;

const memory = async (): Promise<Broker> => {
  const broker = new InMemoryBroker();
  const publisher = new InMemoryPublisher(broker);
  return {
    publish: (from, to) => publisher.publish(topic, records.slice(from, to)),
    reader: new InMemoryTopicReader(broker),
    deleteRecords: async (partition, before) => broker.deleteRecords(topic, partition, Number(before)),
    close: () => publisher.close(),
  };
};

const kafka = async (): Promise<Broker> => {
  const endpoint = { brokers: testBrokers(), clientId: 'reader-contract', log: noLog };
  await makeTopics(endpoint, [{ name: topic, partitions: 12, config: { 'retention.ms': '-1' } }]);
  const publisher = new KafkaPublisher(endpoint);
  return {
    publish: (from, to) => publisher.publish(topic, records.slice(from, to)),
    reader: new KafkaTopicReader(endpoint, () => `test.${randomUUID()}`),
    deleteRecords: async (partition, before) => {
      const admin = kafkaClient(endpoint).admin();
      try {
        await admin.connect();
        await admin.fetchTopicOffsets(topic); // kafkajs needs to have met the topic
        await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: before.toString() }] });
      } finally {
        await admin.disconnect();
      }
    },
    close: () => publisher.close(),
  };
};

/** Ids of what is read of each partition, one partition after the other. */
const readOut = async (reader: TopicReader, from = new Map<number, bigint>(), bounds = reader.bounds(topic)) => {
  const of = await bounds;
  const reading = reader.open(topic, from, of);
  const found = new Map<number, string[]>();
  for (const partition of of.keys()) {
    const ids: string[] = [];
    for (let record = await reading.peek(partition); record; record = await reading.peek(partition)) {
      expect(await reading.peek(partition)).toEqual(record);
      ids.push(record.headers['ce_id'] ?? '');
      reading.take(partition);
    }
    found.set(partition, ids);
  }
  await reading.close();
  return found;
};

describe.each([
  ['memory', memory],
  ['kafka', kafka],
] as const)('A reading of a topic in %s', (_name, make) => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await make();
    for (let from = 0; from < COUNT; from += 500) await broker.publish(from, from + 500);
  }, 60_000);
  afterAll(() => broker.close(), 30_000);

  it('hands out every record once, each partition in its own pace, in order', async () => {
    const found = await readOut(broker.reader);
    const sent = records.map(({ headers }) => headers['ce_id']);
    expect([...found.values()].flat().sort()).toEqual([...sent].sort());
    for (const ids of found.values()) expect(ids).toEqual(sent.filter((id) => ids.includes(id ?? '')));
  }, 60_000);

  it('begins where it is told to, ends at the bounds that it is given, and asks nobody where nothing lies between', async () => {
    const bounds = await broker.reader.bounds(topic);
    const from = new Map([...bounds].map(([partition, { end }]) => [partition, end - 2n < 0n ? 0n : end - 2n]));
    const last = await readOut(broker.reader, from);
    await broker.publish(0, 100);
    expect(await readOut(broker.reader, from, Promise.resolve(bounds))).toEqual(last);
    const ends = new Map([...bounds].map(([partition, { end }]) => [partition, end]));
    expect([...(await readOut(broker.reader, ends, Promise.resolve(bounds))).values()].flat()).toEqual([]);
  }, 60_000);

  it('sees that records were deleted', async () => {
    const before = await broker.reader.bounds(topic);
    const [partition, { end }] = [...before].find(([, bound]) => bound.end > 20n) ?? [0, { end: 0n }];
    await broker.deleteRecords(partition, 10n);
    expect((await broker.reader.bounds(topic)).get(partition)).toEqual({ low: 10n, end });
    expect((await readOut(broker.reader)).get(partition)).toHaveLength(Number(end - 10n));
  }, 60_000);
});
