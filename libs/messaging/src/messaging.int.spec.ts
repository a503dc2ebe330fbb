import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Controller, type INestMicroservice } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { FACT, milestoneApprovedV1, type FactByType } from '@guildhall/event-catalogue';
import { EventSourcedParking, EventStoreDbStore, InMemoryEventStore, type EventStore } from '@guildhall/event-sourcing';
import { deriveId, type ServiceName } from '@guildhall/kernel';
import { defineFact } from './facts/fact-mapping.js';
import { approvalData, contractId, newApproval } from './facts/stored-event.factory.js';
import { KafkaConsumer } from './kafka/kafka-consumer.js';
import { KafkaPublisher } from './kafka/kafka-publisher.js';
import { makeTopics } from './kafka/topics.js';
import { FactsServer } from './nest/facts-server.js';
import { OnFact } from './nest/on-fact.js';
import { noLog } from './observing/log.js';
import { Relay } from './relay/relay.js';
import { testBrokers, testEventStoreUrl } from './testing/config.js';

type Approved = FactByType[typeof FACT.MilestoneApproved];

// The servers are shared: a service name and a topic of this run's own keep others' events away.
const service = `it${randomUUID().slice(0, 8)}` as ServiceName;
const topic = `test.${service}.events`;
const group = `test.${service}`;
const mapping = defineFact<'MilestoneApproved', Approved['data'], typeof milestoneApprovedV1>({
  category: `${service}.contract`,
  event: 'MilestoneApproved',
  fact: milestoneApprovedV1,
  data: ({ data }) => data,
});

const taken: { process: string; key: string; revision: string }[] = [];
@Controller()
class Listener {
  @OnFact(FACT.MilestoneApproved, 'release')
  release(@Payload() { key, revision }: Approved): void {
    taken.push({ process: 'release', key, revision });
  }

  @OnFact(FACT.MilestoneApproved, 'remind')
  remind(@Payload() { key, revision }: Approved): void {
    taken.push({ process: 'remind', key, revision });
  }
}

describe('From the event store over Kafka to the processes of another service', () => {
  const endpoint = { brokers: [] as string[], clientId: 'messaging-it', log: noLog };
  let store: EventStore;
  let publisher: KafkaPublisher;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    endpoint.brokers = testBrokers();
    store = new EventStoreDbStore(testEventStoreUrl());
    publisher = new KafkaPublisher(endpoint);
    await makeTopics(endpoint, [{ name: topic, partitions: 12, config: { 'retention.ms': '-1' } }]);
  }, 60_000);
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    await publisher.close();
    await store.close();
  }, 60_000);

  const startRelay = (term: bigint): Relay => {
    const relay = new Relay({ service, topic, store, publisher, mappings: [mapping], term });
    relay.start();
    closing.push(() => relay.stop());
    return relay;
  };
  const startServer = async (): Promise<INestMicroservice> => {
    const parking = new EventSourcedParking({ store: new InMemoryEventStore(), service: 'payments' });
    await parking.start();
    const source = new KafkaConsumer(endpoint);
    const strategy = new FactsServer({ service: 'payments', group, source, parking, topicOf: () => topic });
    const module = await Test.createTestingModule({ controllers: [Listener] }).compile();
    const app = module.createNestMicroservice({ strategy, logger: false });
    await app.listen();
    await strategy.listening;
    closing.push(
      () => app.close(),
      () => parking.stop(),
    );
    return app;
  };
  const append = async (from: number, count: number): Promise<void> => {
    for (let n = from; n < from + count; n++) {
      const contract = contractId(n % 7);
      const stream = `${service}.contract-${contract}`;
      const last = await store.readLast(stream);
      const event = { ...newApproval(n, contract), id: deriveId(service, String(n)), data: approvalData(contract) };
      await store.append(stream, last?.revision ?? 'no_stream', [event]);
    }
  };
  const until = async (what: string, condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 25_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Not within 25 s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const distinct = (process: string): Set<string> =>
    new Set(taken.filter((t) => t.process === process).map(({ key, revision }) => `${key}/${revision}`));

  it('each fact reaches each process, in order of its key, over restarts of relay and consumer', async () => {
    await append(0, 60);
    const first = startRelay(1n);
    const app = await startServer();
    await until('the first sixty', () => distinct('release').size === 60 && distinct('remind').size === 60);
    await app.close();
    await first.stop();
    await append(60, 40);
    const second = startRelay(2n);
    await startServer();
    await append(100, 20);
    await until('all', () => distinct('release').size === 120 && distinct('remind').size === 120);
    expect(second.progress()).toMatchObject({ state: 'live', pending: 0 });
    for (const process of ['release', 'remind']) {
      for (let c = 0; c < 7; c++) {
        const revisions = taken
          .filter((t) => t.process === process && t.key === contractId(c))
          .map(({ revision }) => Number(revision));
        expect([...new Set(revisions)]).toEqual([...new Set(revisions)].sort((a, b) => a - b));
      }
    }
    // The restart took up where the offsets stood: what was handled before came at most once more.
    expect(taken.length).toBeLessThan(2 * 120 + 2 * 60);
  }, 90_000);
});
