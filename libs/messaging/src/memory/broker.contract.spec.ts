import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { topics } from '@guildhall/event-catalogue';
import type { EventPublisher, Fact } from '@guildhall/kernel';
import { approvalRecord, contractId } from '../facts/stored-event.factory.js';
import type { FactSource } from '../consuming/fact-source.js';
import { KafkaConsumer } from '../kafka/kafka-consumer.js';
import { KafkaPublisher } from '../kafka/kafka-publisher.js';
import { PublishInProgress } from '../kafka/publish-in-progress.js';
import { makeTopics } from '../kafka/topics.js';
import { noLog } from '../observing/log.js';
import { testBrokers } from '../testing/config.js';
import { InMemoryBroker } from './in-memory-broker.js';
import { InMemoryConsumer } from './in-memory-consumer.js';
import { InMemoryPublisher } from './in-memory-publisher.js';

type Broker = Readonly<{ publisher(): EventPublisher; consumer(): FactSource; newTopic(): Promise<string> }>;

const memory = (): Broker => {
  const broker = new InMemoryBroker();
  return {
    publisher: () => new InMemoryPublisher(broker),
    consumer: () => new InMemoryConsumer(broker),
    newTopic: async () => `test.${randomUUID()}`,
  };
};

const kafka = (): Broker => {
  const endpoint = { brokers: testBrokers(), clientId: 'messaging-contract', log: noLog };
  return {
    publisher: () => new KafkaPublisher(endpoint),
    consumer: () => new KafkaConsumer(endpoint),
    newTopic: async () => {
      const name = `test.${randomUUID()}`;
      await makeTopics(endpoint, [{ ...topics[0], name, partitions: 12, config: { 'retention.ms': '-1' } }]);
      await untilLed(new KafkaPublisher(endpoint), name);
      return name;
    },
  };
};

/** A topic just made may be without leaders for a moment, on a busy machine for longer: the relay tries again, specs wait. */
const untilLed = async (publisher: KafkaPublisher, topic: string): Promise<void> => {
  const deadline = Date.now() + 20_000;
  try {
    for (;;) {
      const failure = await publisher.lastRecords(topic).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return;
      if (Date.now() > deadline) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await publisher.close();
  }
};

const until = async (condition: () => boolean, what: string): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
const contracts = [1, 2, 3, 4, 5].map(contractId);
const group = (): string => `test.${randomUUID()}`;
const approvals = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => approvalRecord(from + i, contracts[(from + i) % contracts.length] as string));
const byKey = (facts: readonly Fact[], key: string): number[] =>
  facts.filter((f) => f.key === key).map((f) => Number(f.revision));
const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

describe.each([
  ['memory', memory],
  ['kafka', kafka],
] as const)('The broker in %s', (_name, make) => {
  let broker: Broker;
  let publisher: EventPublisher;
  const running: FactSource[] = [];
  const consumer = (): FactSource => {
    const made = broker.consumer();
    running.push(made);
    return made;
  };
  beforeAll(() => {
    broker = make();
    publisher = broker.publisher();
  });
  afterAll(async () => {
    await Promise.all(running.map((made) => made.stop()));
    await publisher.close();
  });

  it('delivers from the beginning to a new group, in order of each key', async () => {
    const topic = await broker.newTopic();
    await publisher.publish(topic, approvals(0, 40));
    const facts: Fact[] = [];
    await consumer().start(group(), [topic], async (fact) => void facts.push(fact));
    await until(() => facts.length === 40, 'forty facts');
    await publisher.publish(topic, approvals(40, 10));
    await until(() => facts.length === 50, 'ten more facts');
    for (const key of contracts) expect(byKey(facts, key)).toEqual(ascending(byKey(facts, key)));
    expect(new Set(facts.map(({ id }) => id)).size).toBe(50);
  }, 30_000);

  it('repeats what the handler rejects, while other partitions go on and later ones of the key wait', async () => {
    const topic = await broker.newTopic();
    await publisher.publish(topic, approvals(0, 20));
    const poisoned = contracts[0] as string;
    let fails = 3;
    const handled: Fact[] = [];
    await consumer().start(group(), [topic], async (fact) => {
      if (fact.key === poisoned && fails > 0) {
        fails -= 1;
        throw new Error('not yet');
      }
      handled.push(fact);
    });
    await until(() => handled.length === 20, 'all facts in spite of failures');
    expect(fails).toBe(0);
    expect(byKey(handled, poisoned)).toEqual([0, 5, 10, 15]);
  }, 30_000);

  it('begins after the last handled fact when a group comes back, and hands over again what was in hand', async () => {
    const topic = await broker.newTopic();
    const name = group();
    const key = contracts[1] as string;
    const records = [0, 1, 2, 3].map((n) => approvalRecord(n, key));
    await publisher.publish(topic, records);
    const first: string[] = [];
    const gone = new AbortController();
    const inHand = Promise.withResolvers<void>();
    const one = consumer();
    await one.start(name, [topic], async ({ revision }) => {
      if (revision === '2') {
        inHand.resolve();
        await new Promise<void>((_resolve, reject) => gone.signal.addEventListener('abort', () => reject(new Error('stopped'))));
      }
      first.push(revision);
    });
    await inHand.promise;
    const stopped = one.stop();
    gone.abort();
    await stopped;
    const second: string[] = [];
    await consumer().start(name, [topic], async ({ revision }) => void second.push(revision));
    await until(() => second.length === 2, 'the rest');
    expect(first).toEqual(['0', '1']);
    expect(second).toEqual(['2', '3']);
  }, 30_000);

  it('hands over what is no fact, and goes on', async () => {
    const topic = await broker.newTopic();
    const good = approvalRecord(0, contracts[0] as string);
    const poison = { key: contracts[0] as string, value: 'no json', headers: { ...good.headers, ce_type: 'x' } };
    await publisher.publish(topic, [poison, good]);
    const facts: Fact[] = [];
    const unreadable: [string, string | null, string | null, string | undefined][] = [];
    await consumer().start(
      group(),
      [topic],
      async (fact) => void facts.push(fact),
      async ({ key, value, headers }, { code }) => {
        unreadable.push([code, key, value, headers['ce_type']]);
      },
    );
    await until(() => facts.length === 1, 'the readable one');
    expect(unreadable).toEqual([['MESSAGING.MALFORMED_RECORD', contracts[0], 'no json', 'x']]);
  }, 30_000);

  it('waits for ever at what is no fact where nobody takes it', async () => {
    const topic = await broker.newTopic();
    const good = approvalRecord(0, contracts[0] as string);
    const blocked = await publisher.partitionOf(topic, good.key);
    const places = await Promise.all(contracts.map((key) => publisher.partitionOf(topic, key)));
    const other = approvalRecord(1, contracts[places.findIndex((place) => place !== blocked)] as string);
    await publisher.publish(topic, [{ ...good, value: 'no json' }, good, other]);
    const facts: Fact[] = [];
    await consumer().start(group(), [topic], async (fact) => void facts.push(fact));
    await until(() => facts.length === 1, 'the other partition');
    expect(facts.map(({ key }) => key)).not.toContain(good.key);
  }, 30_000);

  it('tells the last record of every partition that holds one', async () => {
    const topic = await broker.newTopic();
    expect(await publisher.lastRecords(topic)).toEqual(new Map());
    const records = approvals(0, 30);
    await publisher.publish(topic, records);
    const expected = new Map<number, object>();
    for (const { key, headers } of records) expected.set(await publisher.partitionOf(topic, key), headers);
    expect(await publisher.lastRecords(topic)).toEqual(expected);
  }, 40_000);

  it('refuses a second send while one is under way', async () => {
    const topic = await broker.newTopic();
    const first = publisher.publish(topic, approvals(0, 1));
    await expect(publisher.publish(topic, approvals(1, 1))).rejects.toThrow(PublishInProgress);
    await first;
  }, 30_000);

  it('shares the partitions among the members of a group and loses nothing when one leaves', async () => {
    const topic = await broker.newTopic();
    const name = group();
    const seen = new Set<string>();
    const take = async ({ revision }: Fact): Promise<void> => void seen.add(revision);
    const [one, two] = [consumer(), consumer()];
    await one.start(name, [topic], take);
    await two.start(name, [topic], take);
    await publisher.publish(topic, approvals(0, 50));
    await until(() => seen.size === 50, 'fifty facts by two members');
    await one.stop();
    await publisher.publish(topic, approvals(50, 50));
    await until(() => seen.size === 100, 'all facts by the one that stayed');
  }, 40_000);
});
