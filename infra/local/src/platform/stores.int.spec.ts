import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pingMongo, readHeapUse, heapFile } from '@guildhall/mongo';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { readConfig } from '../config.js';
import { untilResolved } from '../supervision/conditions.js';
import { Supervisor } from '../supervision/supervisor.js';
import { layoutOf, type Layout } from './layout.js';
import { freeOffset, portsAt, type Ports } from './ports.js';
import { storeProcesses } from './store-processes.js';
import { eventsTopics } from './topics.js';

const TOPIC = 'guildhall.contracts.events';
const START_MS = 120_000;

describe('the local stores', () => {
  let layout: Layout;
  let ports: Ports;
  let supervisor: Supervisor;
  const said: string[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-stores-'));
    layout = layoutOf(folder, join(folder, 'logs'));
    ports = portsAt(await freeOffset());
    const { childEnvironment: environment, javaHome } = readConfig();
    const announce = (line: string): void => void said.push(line);
    const fetching = { cacheDir: layout.cacheDir, environment, announce, javaHome };
    const javaStores = (await storeProcesses(layout, ports, fetching)).filter(({ name }) => name !== 'event-store');
    supervisor = new Supervisor({
      startStages: [javaStores],
      stopStages: [['mongo'], ['kafka']],
      logsDir: layout.logsDir,
      runDir: layout.runDir,
      environment,
      announce,
    });
    await supervisor.start();
  }, START_MS);

  afterAll(async () => {
    await supervisor.stop();
    await rm(layout.dataDir, { recursive: true, force: true });
  }, START_MS);

  const kafka = (): Kafka =>
    new Kafka({
      brokers: [`127.0.0.1:${String(ports.kafka)}`],
      clientId: 'guildhall-stores-spec',
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 60 },
    });

  it('have the topics of the registry, which never expire', async () => {
    const admin = kafka().admin();
    await admin.connect();
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: eventsTopics.map(({ topic }) => topic) });
      expect(topics.map(({ name, partitions }) => [name, partitions.length]).toSorted()).toEqual(
        eventsTopics.map(({ topic }) => [topic, 12]).toSorted(),
      );
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: 2, name: TOPIC, configNames: ['retention.ms', 'cleanup.policy'] }],
      });
      const settings = Object.fromEntries(
        resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [],
      );
      expect(settings).toEqual({ 'retention.ms': '-1', 'cleanup.policy': 'delete' });
    } finally {
      await admin.disconnect();
    }
  });

  it(
    'lose no acknowledged record when the broker is killed',
    async () => {
      const producer = kafka().producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
      const admin = kafka().admin();
      await producer.connect();
      await admin.connect();
      try {
        await producer.send({ topic: TOPIC, acks: -1, messages: [{ partition: 3, key: 'a', value: 'before' }] });
        await supervisor.process('kafka').kill();
        await producer.send({ topic: TOPIC, acks: -1, messages: [{ partition: 3, key: 'a', value: 'after' }] });
        const offsets = await admin.fetchTopicOffsets(TOPIC);
        expect(offsets.find(({ partition }) => partition === 3)).toMatchObject({ low: '0', high: '2' });
        await supervisor.process('kafka').untilReady();
        expect(supervisor.process('kafka').state()).toMatchObject({ restarts: 1, lastExit: 'signal SIGKILL' });
      } finally {
        await producer.disconnect();
        await admin.disconnect();
      }
    },
    START_MS,
  );

  it(
    'have a document database that answers, reports its heap and comes back after a kill',
    async () => {
      await pingMongo(ports.mongo);
      await untilResolved(
        async () => {
          const heap = await readHeapUse(heapFile(layout.mongoDir));
          expect(heap?.usedBytes).toBeGreaterThan(0);
          expect(heap?.maxBytes).toBeLessThanOrEqual(768 * 1024 * 1024);
        },
        { deadlineMs: 10_000, everyMs: 50 },
      );
      await supervisor.process('mongo').kill();
      await supervisor.process('mongo').untilReady();
      await pingMongo(ports.mongo);
    },
    START_MS,
  );
});
