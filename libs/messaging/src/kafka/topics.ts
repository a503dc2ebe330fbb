import { backoffMs, pauseFor } from '@guildhall/event-sourcing';
import type { Log } from '../observing/log.js';
import { kafkaClient, type KafkaEndpoint } from './kafkajs.js';

/** A topic as the registry of `@guildhall/event-catalogue` names it; `config` are the broker's own keys and values. */
export type TopicSpec = Readonly<{ name: string; partitions: number; config: Readonly<Record<string, string>> }>;

/** The part of kafkajs' admin client that is needed to make topics. */
export interface TopicAdmin {
  fetchTopicMetadata(options?: { topics: string[] }): Promise<{ topics: { name: string; partitions: unknown[] }[] }>;
  listTopics(): Promise<string[]>;
  createTopics(options: {
    topics: {
      topic: string;
      numPartitions: number;
      replicationFactor: number;
      configEntries: { name: string; value: string }[];
    }[];
    waitForLeaders: boolean;
  }): Promise<boolean>;
}

/** A topic exists with another number of partitions than the registry names: keys would change partition, so it is never altered. */
export class TopicMismatch extends Error {
  override readonly name = 'TopicMismatch';
  readonly code = 'MESSAGING.TOPIC_MISMATCH';
  constructor(topic: string, expected: number, actual: number) {
    super(`Topic ${topic} has ${actual} partitions, the registry names ${expected}: use a new topic name, never alter this one`);
  }
}

/**
 * Makes the topics of the registry that are missing; repeats are harmless. `replicationFactor` -1: the broker's default. A topic of
 * another shape is `TopicMismatch`. Answers the names that were made.
 */
export const ensureTopics = async (admin: TopicAdmin, registry: readonly TopicSpec[]): Promise<readonly string[]> => {
  const present = new Set(await admin.listTopics());
  const missing = registry.filter(({ name }) => !present.has(name));
  const known = registry.filter(({ name }) => present.has(name));
  if (known.length > 0) {
    const { topics } = await admin.fetchTopicMetadata({ topics: known.map(({ name }) => name) });
    for (const { name, partitions } of known) {
      const actual = topics.find((topic) => topic.name === name)?.partitions.length ?? 0;
      if (actual !== partitions) throw new TopicMismatch(name, partitions, actual);
    }
  }
  if (missing.length === 0) return [];
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, partitions, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: -1,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    })),
  });
  return missing.map(({ name }) => name);
};

/**
 * `ensureTopics` on a broker that may still be starting: an open port is not ready yet, so it is tried with backoff until
 * `deadlineMs` (default 60,000) has passed; then the last error is thrown. `TopicMismatch` is thrown at once.
 */
export const makeTopics = async (
  endpoint: KafkaEndpoint,
  registry: readonly TopicSpec[],
  deadlineMs = 60_000,
): Promise<readonly string[]> => {
  const until = Date.now() + deadlineMs;
  for (let attempt = 1; ; attempt++) {
    const admin = kafkaClient(endpoint, 2).admin();
    try {
      await admin.connect();
      return await ensureTopics(admin, registry);
    } catch (error) {
      if (error instanceof TopicMismatch || Date.now() >= until) throw error;
      logWait(endpoint.log, error);
    } finally {
      await admin.disconnect();
    }
    await pauseFor(backoffMs(attempt, { baseMs: 200, factor: 1.5, maxMs: 1_000 }));
  }
};

const logWait = (log: Log, error: unknown): void => log.debug({ error: String(error) }, 'Waiting for Kafka to take topics');
