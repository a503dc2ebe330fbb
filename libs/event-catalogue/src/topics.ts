import { SERVICES, type ServiceName } from '@guildhall/kernel';

/** A topic as it must exist before services start; `config` holds Kafka topic configs as strings. */
export type TopicDefinition = Readonly<{ name: string; partitions: number; config: Readonly<Record<string, string>> }>;

/** Topic of a service's facts. */
export const topicOf = (service: ServiceName): string => `guildhall.${service}.events`;

/** Partitions are never changed: keys would move and lose their order. A new topic instead (architecture.md §4). */
const PARTITIONS = 12;

/** Registry of all topics: facts are kept for ever and never compacted (architecture.md §4). */
export const topics: readonly TopicDefinition[] = SERVICES.map((service) => ({
  name: topicOf(service),
  partitions: PARTITIONS,
  config: { 'retention.ms': '-1', 'cleanup.policy': 'delete' },
}));
