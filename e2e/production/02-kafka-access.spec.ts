import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicOf } from '@guildhall/event-catalogue';
import { newId, SERVICES, type ServiceName } from '@guildhall/kernel';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { parse } from 'yaml';
import { kafkaAs, kafkaAuthority, kafkaWith } from './credentials.js';

// CommonJS: of these names only the default export is sure to be found.
const { ConfigResourceTypes } = kafkajs;

type Registry = Readonly<{
  services: Readonly<Record<ServiceName, Readonly<{ groups: Readonly<Record<string, readonly string[]>> }>>>;
}>;

/** The same source as that of the chart's users. */
const registry = parse(await readFile(new URL('../../deploy/chart/files/registry.yaml', import.meta.url), 'utf8')) as Registry;
const mayRead = (service: ServiceName, topic: string): boolean =>
  topic === topicOf(service) || Object.values(registry.services[service].groups).flat().includes(topic);
const CASES = SERVICES.flatMap((service) => SERVICES.map((owner) => [service, topicOf(owner)] as const));
/** A broker that is busy answers late; a denial comes at once. */
const DEADLINE_MS = 120_000;

/** How an act ended: `done`, or the type of the broker's error. */
const outcomeOf = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return 'done';
  } catch (error) {
    return typeOf(error);
  }
};
/** kafkajs wraps the broker's error; the innermost one names it. */
const typeOf = (error: unknown): string => {
  const { type, cause, errors } = error as { type?: unknown; cause?: unknown; errors?: readonly unknown[] };
  if (typeof type === 'string') return type;
  const inner = cause ?? errors?.[0];
  return inner === undefined ? String(error) : typeOf(inner);
};

/** Joins a group and fetches once; rejects with what ended the consumer. */
const readOnce = async (kafka: Kafka, topic: string, groupId: string): Promise<void> => {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 30_000, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  consumer.on(consumer.events.FETCH, () => resolve());
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: () => Promise.resolve() });
    await promise;
  } finally {
    await consumer.disconnect();
  }
};

describe('Kafka in production mode', () => {
  const kafkas = new Map<ServiceName, Kafka>();
  const admins = new Map<ServiceName, Admin>();
  const as = (service: ServiceName): Readonly<{ kafka: Kafka; admin: Admin }> => {
    const [kafka, admin] = [kafkas.get(service), admins.get(service)];
    if (!kafka || !admin) throw new Error(`${service} has no client`);
    return { kafka, admin };
  };

  beforeAll(async () => {
    for (const service of SERVICES) {
      const kafka = await kafkaAs(service);
      const admin = kafka.admin();
      await admin.connect();
      kafkas.set(service, kafka);
      admins.set(service, admin);
    }
  }, DEADLINE_MS);
  afterAll(() => Promise.all([...admins.values()].map((admin) => admin.disconnect())));

  it.each(CASES)(
    'lets %s describe and read %s where the registry says so',
    async (service, topic) => {
      const { kafka, admin } = as(service);
      const outcomes = {
        describe: await outcomeOf(admin.fetchTopicMetadata({ topics: [topic] })),
        read: await outcomeOf(readOnce(kafka, topic, `guildhall.${service}.matrix-${newId()}`)),
      };
      const outcome = mayRead(service, topic) ? 'done' : 'TOPIC_AUTHORIZATION_FAILED';
      expect(outcomes).toEqual({ describe: outcome, read: outcome });
    },
    DEADLINE_MS,
  );

  it.each(CASES.filter(([service, topic]) => topic !== topicOf(service)))(
    'denies %s to write %s',
    async (service, topic) => {
      const producer = as(service).kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      try {
        const sent = producer.send({ topic, acks: -1, messages: [{ key: 'intrusion', value: '{}' }] });
        expect(await outcomeOf(sent)).toBe('TOPIC_AUTHORIZATION_FAILED');
      } finally {
        await producer.disconnect();
      }
    },
    DEADLINE_MS,
  );

  it.each(CASES)(
    'lets %s see the settings of %s, which preflight compares, where it is its own',
    async (service, topic) => {
      const asked = { type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] };
      const seen = as(service).admin.describeConfigs({ includeSynonyms: false, resources: [asked] });
      expect(await outcomeOf(seen)).toBe(topic === topicOf(service) ? 'done' : 'TOPIC_AUTHORIZATION_FAILED');
    },
    DEADLINE_MS,
  );

  it('lets the relays write their own topics: what identity told lies there', async () => {
    const offsets = await as('identity').admin.fetchTopicOffsets(topicOf('identity'));
    expect(offsets.some(({ high }) => BigInt(high) > 0n)).toBe(true);
  });

  it.each(SERVICES)(
    'denies %s the groups of the others, and to make, change or delete topics',
    async (service) => {
      const { kafka, admin } = as(service);
      for (const other of SERVICES.filter((one) => one !== service)) {
        const joined = outcomeOf(readOnce(kafka, topicOf(service), `guildhall.${other}`));
        // kafkajs says of a group whose coordinator it may not ask that there is none.
        expect([other, await joined]).toEqual([
          other,
          expect.stringMatching(/GROUP_AUTHORIZATION_FAILED|GroupCoordinatorNotFound/),
        ]);
      }
      const made = admin.createTopics({ topics: [{ topic: `guildhall.${service}.more`, numPartitions: 1 }] });
      expect(await outcomeOf(made)).toMatch(/AUTHORIZATION_FAILED$/);
      expect(await outcomeOf(admin.deleteTopics({ topics: [topicOf(service)] }))).toMatch(/AUTHORIZATION_FAILED$/);
    },
    DEADLINE_MS,
  );

  it(
    'denies wrong passwords and does not answer in plain text',
    async () => {
      const forged = kafkaWith({ username: 'payments', password: 'guessed', ca: await kafkaAuthority() }).admin();
      expect(await outcomeOf(forged.connect())).not.toBe('done');
      const plain = kafkaWith().admin();
      expect(await outcomeOf(plain.connect())).not.toBe('done');
      await Promise.all([forged.disconnect(), plain.disconnect()]);
    },
    DEADLINE_MS,
  );
});
