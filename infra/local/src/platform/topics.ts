import { topics } from '@guildhall/event-catalogue';
import type { TopicDeclaration } from '@guildhall/kafka';

/** The topics of the catalogue's registry, as Kafka takes them. */
export const eventsTopics: readonly TopicDeclaration[] = topics.map(({ name, partitions, config }) => ({
  topic: name,
  numPartitions: partitions,
  configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
}));
