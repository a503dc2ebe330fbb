import { topics, topicOf } from '@guildhall/event-catalogue';
import {
  CachedSubjectKeys,
  EventStoreDbStore,
  FirstWriterStore,
  MongoReadModelStore,
  SharedTailStore,
} from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import {
  KafkaConsumer,
  KafkaPublisher,
  KafkaTopicReader,
  makeTopics,
  topicStandings,
  type KafkaEndpoint,
  type Meter,
} from '@guildhall/messaging';
import { canaryStreamOf } from '../canary/canary-stream.js';
import { hostClock } from '../clock/wall-clock.js';
import type { ServiceConfig } from '../config/service-config.js';
import { viewOf } from '../config/view-of.js';
import { unchanging, type ConfigChanges } from '../config/watched-config.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import type { Logger } from '../telemetry/logger.js';
import { topicQuestions } from '../operations/topic-questions.js';
import { connectSubjectKeys } from './connect-subject-keys.js';
import { LateReadModels } from './late-read-models.js';
import { nextRecordedAt } from './next-recorded-at.js';
import { renewal } from './renewal.js';
import type { ServiceParts } from './service-parts.js';

/** Longest single wait for the broker before it is said again that it is waited for, in ms. */
const TOPICS_ROUND_MS = 5_000;

/**
 * Real connections: none of them is needed to be there yet; each waits and says so. One event-store client a process. `config` may be that
 * of a `WatchedConfig`, with itself as `changes`: stores follow their connection strings and certificates then, and Kafka takes a changed
 * password or authority with the next connection.
 */
export const connectParts = (
  definition: ServiceDefinition,
  config: ServiceConfig,
  logger: Logger,
  meter: Meter,
  changes: ConfigChanges = unchanging,
): ServiceParts => {
  const adapter = new EventStoreDbStore(config.eventStoreUrl);
  const log = new SharedTailStore(config.singleProcess ? adapter : new FirstWriterStore(adapter), [
    `${definition.service}.`,
    canaryStreamOf(definition.service),
  ]);
  const onTrouble = (trouble: string): void => logger.warn({ trouble }, 'key store');
  const keys = new CachedSubjectKeys(connectSubjectKeys(config, onTrouble));
  const connecting = new AbortController();
  const { signal } = connecting;
  const documents = MongoReadModelStore.connect(() => config.mongodbUrl, {
    nextRecordedAt: nextRecordedAt(log, definition.service),
    signal,
    onFault: (error, attempt) => {
      if (attempt % 5 === 1) logger.warn({ reason: String(error), attempt }, 'waiting for the document database');
    },
  });
  const readModels = new LateReadModels(documents);
  const renewals = {
    EVENTSTORE_URL: renewal({ store: 'event-store', renew: () => adapter.renew(config.eventStoreUrl), signal, logger }),
    MONGODB_URL: renewal({ store: 'mongo', renew: async () => (await documents).renew(config.mongodbUrl), signal, logger }),
  };
  for (const [variable, renew] of Object.entries(renewals)) changes.onChange([variable], renew);
  const { kafkaBrokers: brokers } = config;
  const security = viewOf(() => config.kafkaSecurity);
  const endpoint: KafkaEndpoint = { brokers, security, clientId: `guildhall.${definition.service}`, log: logger };
  const publisher = new KafkaPublisher(endpoint);
  return {
    log,
    keys,
    readModels,
    publisher,
    // Begins as the groups that the service's principal is allowed.
    topicReader: new KafkaTopicReader(endpoint, () => `guildhall.${definition.service}.audit-${newId()}`),
    createConsumer: () => new KafkaConsumer(endpoint, meter),
    wall: hostClock,
    askTopics: () => topicStandings(endpoint, topicQuestions(definition)),
    ensureTopics: (signal) => ensureTopics(endpoint, definition, logger, signal),
    close: async () => {
      connecting.abort();
      const closed = await Promise.allSettled([readModels.close(), publisher.close(), keys.close(), log.close()]);
      return closed.flatMap((one) =>
        one.status === 'rejected' ? [one.reason instanceof Error ? one.reason : new Error(String(one.reason))] : [],
      );
    },
  };
};

const ensureTopics = async (
  endpoint: KafkaEndpoint,
  definition: ServiceDefinition,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> => {
  const names = new Set([definition.service, ...definition.listens].map((service) => topicOf(service)));
  const needed = topics.filter(({ name }) => names.has(name));
  for (;;) {
    signal.throwIfAborted();
    try {
      await makeTopics(endpoint, needed, TOPICS_ROUND_MS);
      return;
    } catch (error) {
      if (error instanceof Error && error.name === 'TopicMismatch') throw error;
      logger.warn({ reason: String(error) }, 'waiting for the broker');
    }
  }
};
