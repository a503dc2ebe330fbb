import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { FACT, milestoneApprovedV1, type FactByType } from '@guildhall/event-catalogue';
import { EventStoreDbStore, type EventStore } from '@guildhall/event-sourcing';
import { deriveId, type ServiceName } from '@guildhall/kernel';
import { defineFact, FactMappings } from '../facts/fact-mapping.js';
import { approvalData, approvalRecord, contractId, newApproval } from '../facts/stored-event.factory.js';
import { kafkaClient } from '../kafka/kafkajs.js';
import { KafkaPublisher } from '../kafka/kafka-publisher.js';
import { KafkaTopicReader } from '../kafka/kafka-topic-reader.js';
import { makeTopics } from '../kafka/topics.js';
import { noLog } from '../observing/log.js';
import { Relay } from '../relay/relay.js';
import { testBrokers, testEventStoreUrl } from '../testing/config.js';
import type { AuditPlace } from './audit-place.js';
import { RelayAudit } from './relay-audit.js';

type Approved = FactByType[typeof FACT.MilestoneApproved];

// The servers are shared: a service name and a topic of this run's own keep others' events away.
const service = `it${randomUUID().slice(0, 8)}` as ServiceName;
const topic = `test.${service}.events`;
const mapping = defineFact<'MilestoneApproved', Approved['data'], typeof milestoneApprovedV1>({
  category: `${service}.contract`,
  event: 'MilestoneApproved',
  fact: milestoneApprovedV1,
  data: ({ data }) => data,
});
const LIMITS = { events: 100, ms: 60_000, open: 1_000 };
const COUNT = 300;

describe('The audit of a relay on a real broker and a real log', () => {
  const endpoint = { brokers: [] as string[], clientId: 'audit-it', log: noLog };
  let store: EventStore;
  let publisher: KafkaPublisher;
  let audit: RelayAudit;
  let healthy: AuditPlace;

  beforeAll(async () => {
    endpoint.brokers = testBrokers();
    store = new EventStoreDbStore(testEventStoreUrl());
    publisher = new KafkaPublisher(endpoint);
    await makeTopics(endpoint, [{ name: topic, partitions: 12, config: { 'retention.ms': '-1' } }]);
    for (let n = 0; n < COUNT; n++) {
      const contract = contractId(n % 7);
      const stream = `${service}.contract-${contract}`;
      const event = { ...newApproval(n, contract), id: deriveId(service, String(n)), data: approvalData(contract) };
      await store.append(stream, n < 7 ? 'no_stream' : BigInt(Math.floor(n / 7) - 1), [event]);
    }
    const relay = new Relay({ service, topic, store, publisher, mappings: [mapping], term: 1n });
    relay.start();
    const head = await store.head([`${service}.`]);
    const deadline = Date.now() + 60_000;
    while ((relay.progress().position ?? -1n) < (head ?? 0n)) {
      if (Date.now() > deadline) throw new Error('Not within 60 s: every fact is told');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await relay.stop();
    const reader = new KafkaTopicReader(endpoint, () => `test.audit-${randomUUID()}`);
    audit = new RelayAudit({ service, topic, store, mappings: new FactMappings([mapping]), partitions: publisher, reader });
  }, 120_000);
  afterAll(async () => {
    await publisher.close();
    await store.close();
  }, 60_000);

  /** All stretches from a place. */
  const audited = async (from: AuditPlace) => {
    const sum = { facts: 0, holes: 0, orderViolations: 0, strangers: 0, repeats: 0 };
    for (let at = from; ;) {
      const stretch = await audit.stretch(at, LIMITS);
      for (const what of Object.keys(sum) as (keyof typeof sum)[]) sum[what] += stretch.counts[what];
      at = stretch.at;
      if (stretch.done) return { sum, at };
    }
  };

  it('finds nothing wrong where the relay did its work', async () => {
    const { sum, at } = await audited(await audit.begin());
    expect(sum).toEqual({ facts: COUNT, holes: 0, orderViolations: 0, strangers: 0, repeats: 0 });
    healthy = at;
  }, 60_000);

  it('finds what was published around the relay, and does not mind a repeat', async () => {
    const key = contractId(1);
    const last = [...(await publisher.lastRecords(topic)).values()][0] ?? {};
    await publisher.publish(topic, [
      approvalRecord(COUNT + 1, key),
      { key: last['ce_subject'] ?? key, value: '{}', headers: last },
    ]);
    const { sum, at } = await audited(healthy);
    expect(sum).toEqual({ facts: 0, holes: 0, orderViolations: 0, strangers: 1, repeats: 1 });
    healthy = at;
  }, 60_000);

  it('finds the facts whose records were deleted, when it goes on and from the beginning', async () => {
    const admin = kafkaClient(endpoint).admin();
    await admin.connect();
    const longest = (await admin.fetchTopicOffsets(topic)).reduce((one, other) =>
      Number(other.high) > Number(one.high) ? other : one,
    );
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: longest.partition, offset: '5' }] });
    await admin.disconnect();
    expect((await audited(healthy)).sum).toMatchObject({ facts: COUNT, holes: 5 });
    expect((await audited(await audit.begin())).sum).toMatchObject({ facts: COUNT, holes: 5, orderViolations: 0 });
  }, 60_000);
});
