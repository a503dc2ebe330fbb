import { Kafka, logLevel } from 'kafkajs';

/** A topic as the registry declares it. */
export interface TopicDeclaration {
  readonly topic: string;
  readonly numPartitions: number;
  readonly configEntries: readonly { readonly name: string; readonly value: string }[];
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

/**
 * Creates those of the topics that do not exist and resolves once the broker has acknowledged; existing ones stay as they are.
 *
 * Also the broker's readiness probe: an open port comes 1 to 2.5 s before the first acknowledgement. May be repeated.
 *
 * @param brokers `host:port` of each
 * @throws the client's error while the broker does not answer
 */
export const createTopics = async (brokers: readonly string[], topics: readonly TopicDeclaration[]): Promise<void> => {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'guildhall-topics',
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ topic }) => !existing.has(topic));
    if (missing.length === 0) return;
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ topic, numPartitions, configEntries }) => ({
        topic,
        numPartitions,
        replicationFactor: 1,
        configEntries: [...configEntries],
      })),
    });
  } finally {
    await admin.disconnect();
  }
};
