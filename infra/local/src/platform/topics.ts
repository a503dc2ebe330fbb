import type { TopicDeclaration } from '@guildhall/kafka';
import { serviceNames } from './services.js';

/** Never changed: another count would move keys to other partitions. A new topic is made instead. */
const PARTITIONS = 12;

/** The events topic of each service: kept for ever, never compacted. Source: architecture.md §4. */
export const eventsTopics: readonly TopicDeclaration[] = serviceNames.map((name) => ({
  topic: `guildhall.${name}.events`,
  numPartitions: PARTITIONS,
  configEntries: [
    { name: 'retention.ms', value: '-1' },
    { name: 'cleanup.policy', value: 'delete' },
  ],
}));
