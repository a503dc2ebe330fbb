import type { TopicQuestion, TopicStanding } from '../kafka/topic-standings.js';
import type { InMemoryBroker } from './in-memory-broker.js';

/** What `topicStandings` answers, of a broker in memory: topics are there as soon as they are asked after, in the registry's settings. */
export const inMemoryTopicStandings = (broker: InMemoryBroker, questions: readonly TopicQuestion[]): readonly TopicStanding[] => {
  const partitions = Array.from({ length: broker.partitions }, (_, partition) => partition);
  return questions.map(({ topic: { name, config }, groups }) => ({
    name,
    partitions: broker.partitions,
    config,
    records: String(broker.readAll(name).length),
    groups: groups.map((group) => {
      const members = broker.membersOf(group);
      const lag = partitions.reduce(
        (sum, partition) => sum + broker.read(name, partition).length - broker.committed(group, name, partition),
        0,
      );
      return { group, state: members > 0 ? 'Stable' : 'Empty', members, lag: String(lag) };
    }),
  }));
};
