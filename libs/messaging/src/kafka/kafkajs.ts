import kafkajs from 'kafkajs';
import { toLogCreator } from './kafka-log.js';
import { securitySettings, type KafkaSecurity } from './kafka-security.js';
import { idleTimerPatch } from './request-queue.patch.js';
import type { Log } from '../observing/log.js';

// The one place that imports kafkajs at run time: it is CommonJS, and only its default export is sure to be found.
const { ConfigResourceTypes, Kafka, Partitioners, KafkaJSError, logLevel } = kafkajs;
export { ConfigResourceTypes, KafkaJSError, Partitioners };

/** Where the broker is and who we are to it; `brokers` as `host:port`; `security` left out: plain text. */
export type KafkaEndpoint = Readonly<{ brokers: readonly string[]; clientId: string; log: Log; security?: KafkaSecurity }>;

/**
 * A client with the settings that survive kill -9 of the broker (local-servers.md, "kafkajs 2.2.4 on it"): fewer than 60 retries make
 * sends fail and consumers crash while the broker restarts. Who asks once and says how it went takes fewer: the retries of an admin or
 * a producer do not count while it connects, only these.
 */
export const kafkaClient = ({ brokers, clientId, log, security }: KafkaEndpoint, retries = 60): InstanceType<typeof Kafka> => {
  idleTimerPatch.apply();
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...(security && securitySettings(security)),
    connectionTimeout: 1_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries },
    logLevel: logLevel.INFO,
    logCreator: toLogCreator(log),
  });
};
