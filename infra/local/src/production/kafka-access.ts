import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccessList } from '@guildhall/kafka';
import { parse } from 'yaml';
import { serviceNames, type ServiceName } from '../platform/services.js';

/** What the chart's users of Kafka are made from: for each service its topic and, by consumer group, the topics that the group reads. */
export interface TopicRegistry {
  readonly services: Readonly<
    Record<ServiceName, Readonly<{ topic: string; groups: Readonly<Record<string, readonly string[]>> }>>
  >;
}

/** The registry of the chart (`npm run chart` makes it from the catalogue and the listeners). */
export const readTopicRegistry = async (root: string): Promise<TopicRegistry> =>
  parse(await readFile(join(root, 'deploy', 'chart', 'files', 'registry.yaml'), 'utf8')) as TopicRegistry;

/** Topics of other services that a service reads. */
export const foreignTopicsOf = ({ services }: TopicRegistry, service: ServiceName): readonly string[] =>
  [...new Set(Object.values(services[service].groups).flat())].sort();

/**
 * Access lists of the six services, user named as the service: the same as those of the chart's KafkaUsers (templates/strimzi.yaml). A
 * spec compares them.
 */
export const kafkaAccess = (registry: TopicRegistry): readonly AccessList[] =>
  serviceNames.flatMap((service): readonly AccessList[] => {
    const of = { user: service, resource: 'topic', pattern: 'literal' } as const;
    const group = { user: service, resource: 'group', pattern: 'prefix' } as const;
    return [
      // The relay reads where it stopped, and preflight asks the owner alone for a topic's settings.
      { ...of, name: registry.services[service].topic, operations: ['Read', 'Write', 'Describe', 'DescribeConfigs'] },
      ...foreignTopicsOf(registry, service).map((name): AccessList => ({ ...of, name, operations: ['Read', 'Describe'] })),
      { ...group, name: `guildhall.${service}`, operations: ['Read', 'Describe'] },
      // A relay looks at the end of its topic in a group of its own, which it deletes.
      { ...group, name: 'guildhall.relay-start.', operations: ['Read', 'Describe', 'Delete'] },
    ];
  });
