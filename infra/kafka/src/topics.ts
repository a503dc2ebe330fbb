import { Kafka, logLevel, type Admin } from 'kafkajs';

/** A topic as the registry declares it. */
export interface TopicDeclaration {
  readonly topic: string;
  readonly numPartitions: number;
  readonly configEntries: readonly { readonly name: string; readonly value: string }[];
}

/** How an administrator reaches a secured broker: the authority to trust as PEM text, and a user of SASL PLAIN. */
export interface BrokerLogin {
  readonly authority: string;
  readonly username: string;
  readonly password: string;
}

/** Where a broker is; `login` left out: plain text. */
export interface BrokerAddress {
  /** `host:port` of each. */
  readonly brokers: readonly string[];
  readonly login?: BrokerLogin;
}

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;

/** Runs `act` with an administrator's client. @throws the client's error while the broker does not answer */
export const asAdministrator = async <R>({ brokers, login }: BrokerAddress, act: (admin: Admin) => Promise<R>): Promise<R> => {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'guildhall-topics',
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
    ...(login && {
      ssl: { ca: [login.authority] },
      sasl: { mechanism: 'plain', username: login.username, password: login.password },
    }),
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
};

/**
 * Creates those of the topics that do not exist and resolves once the broker has acknowledged; existing ones stay as they are.
 *
 * Also the broker's readiness probe: an open port comes 1 to 2.5 s before the first acknowledgement. May be repeated.
 *
 * @throws the client's error while the broker does not answer
 */
export const createTopics = (address: BrokerAddress, topics: readonly TopicDeclaration[]): Promise<void> =>
  asAdministrator(address, async (admin) => {
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
  });
