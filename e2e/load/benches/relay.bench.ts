import { randomUUID } from 'node:crypto';
import { codedStore, InMemorySubjectKeys, type EventStore } from '@guildhall/event-sourcing';
import { topicOf } from '@guildhall/event-catalogue';
import { eventually } from '@guildhall/local';
import type { OutgoingRecord } from '@guildhall/kernel';
import { FactMappings, KafkaPublisher, noLog, recordOf, Relay, type FactMapping } from '@guildhall/messaging';
import kafkajs from 'kafkajs';
import type { Bench } from '../bench.js';
import { withLog } from '../histories/preload.js';
import { builtContracts } from '../processes/built-contracts.js';
import { beside } from '../report.js';
import { logOfContracts, rawReadRate } from './log-of-contracts.js';

const BATCH = 1_000;
const PARTITIONS = 12;
const DEADLINE_MS = 120_000;

const recordsOf = async (store: EventStore, facts: readonly FactMapping[]): Promise<readonly OutgoingRecord[]> => {
  const mappings = new FactMappings(facts);
  const records: OutgoingRecord[] = [];
  for await (const event of store.readAll({ prefixes: ['contracts.'] })) {
    const mapping = mappings.of(event);
    const record = mapping && recordOf(event, mapping);
    if (record) records.push(record);
  }
  return records;
};

/** The limit: the very same records by the raw client, idempotent, all acknowledged, in batches of 1,000. Records per second. */
const rawProduceRate = async (brokers: readonly string[], records: readonly OutgoingRecord[]): Promise<number> => {
  // What kafkajs will try again it logs as an error; what it gives up on it throws.
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING });
  const topic = `bench.${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  try {
    const [first] = records;
    if (!first) throw new Error('The log has no facts to produce');
    // The first send fetches metadata and a producer id, which the relay's publisher has by then too.
    await producer.send({ topic, acks: -1, messages: [{ ...first, headers: { ...first.headers } }] });
    const begun = performance.now();
    for (let from = 0; from < records.length; from += BATCH) {
      const messages = records
        .slice(from, from + BATCH)
        .map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      await producer.send({ topic, acks: -1, messages });
    }
    return (records.length * 1000) / (performance.now() - begun);
  } finally {
    await producer.disconnect();
  }
};

const relayed = async (store: EventStore, brokers: readonly string[], mappings: readonly FactMapping[]): Promise<number> => {
  const publisher = new KafkaPublisher({ brokers, clientId: 'bench.relay', log: noLog });
  const head = await store.head(['contracts.']);
  const topic = topicOf('contracts');
  await publisher.partitionOf(topic, 'warm');
  const relay = new Relay({ service: 'contracts', topic, store, publisher, mappings, term: 1n });
  const begun = performance.now();
  relay.start();
  try {
    await eventually(
      'the relay at the end of the log',
      () => {
        const { position, pending, state } = relay.progress();
        if (state === 'unpublishable' || state === 'diverged') return relay.done.then(() => undefined);
        return Promise.resolve(pending === 0 && position !== null && position >= (head ?? 0n) ? true : undefined);
      },
      DEADLINE_MS,
    );
    return (performance.now() - begun) / 1000;
  } finally {
    await relay.stop();
    await publisher.close();
  }
};

/** From the log to the topic, by the relay that the services run. */
export const relay: Bench = async ({ flags, say, stores }) => {
  const { eventStoreUrl, kafkaBrokers } = await stores();
  const { storages, facts } = await builtContracts();
  return withLog(eventStoreUrl, async (log) => {
    const events = await logOfContracts(eventStoreUrl, log, flags.events, flags.seed);
    const store = codedStore(log, { storages, keys: new InMemorySubjectKeys(), decrypt: 'no' });
    const records = await recordsOf(store, facts);
    say(`  ${String(events)} events, ${String(records.length)} of them facts`);
    const readRate = await rawReadRate(eventStoreUrl);
    const produceRate = await rawProduceRate(kafkaBrokers, records);
    say(`  raw: reads ${readRate.toFixed(0)} events/s, produces ${produceRate.toFixed(0)} records/s`);
    const seconds = await relayed(store, kafkaBrokers, facts);
    // Both limits in the same unit: events of the log, of which only some become records.
    const slower = Math.min(readRate, (produceRate * events) / records.length);
    const note = `of ${String(events)} events ${String(records.length)} are facts: ${(records.length / seconds).toFixed(0)} records/s`;
    const goal = { of: 'ratio', is: 'at least', number: 0.4 } as const;
    return [beside({ name: 'relay', value: events / seconds, unit: 'events/s', limit: slower, goal, note })];
  });
};
