import type { EventStore, ReadModelStore, SubjectKeys } from '@guildhall/event-sourcing';
import type { EventPublisher } from '@guildhall/kernel';
import type { FactSource, TopicReader } from '@guildhall/messaging';
import type { AskTopics } from '../operations/topic-questions.js';
import type { WallClock } from '../clock/wall-clock.js';

/**
 * The outside world of one process: connections to log, key store, documents and broker. Real ones are made by `connectParts`, those in
 * memory by `createTestService`. `log` is the raw store: the runtime puts encryption and upcasting on it.
 */
export type ServiceParts = Readonly<{
  log: EventStore;
  keys: SubjectKeys;
  readModels: ReadModelStore;
  publisher: EventPublisher;
  /** Reads the service's own topic from anywhere, for its audit. */
  topicReader: TopicReader;
  /** A new consumer; one for each group. */
  createConsumer(): FactSource;
  wall: WallClock;
  /** How the broker has the service's topics and groups. */
  askTopics: AskTopics;
  /** Makes the service's topic and those it listens to, waiting while the broker is away; rejects when the signal aborts. */
  ensureTopics(signal: AbortSignal): Promise<void>;
  /** Closes all of them, once, after everything that uses them has stopped; answers what went wrong. */
  close(): Promise<readonly Error[]>;
}>;
