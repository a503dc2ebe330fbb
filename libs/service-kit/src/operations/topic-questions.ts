import { topicOf, topics } from '@guildhall/event-catalogue';
import type { TopicQuestion, TopicStanding } from '@guildhall/messaging';
import type { ServiceDefinition } from '../definition/service-definition.js';

/** Token of `AskTopics`. */
export const TOPIC_STANDINGS = Symbol('TOPIC_STANDINGS');

/** Asks the broker for the topics of this service; rejects where it is away. */
export type AskTopics = () => Promise<readonly TopicStanding[]>;

/** The service's own topic, which none of its groups reads, and those that its groups listen to. */
export const topicQuestions = ({ service, listens, groups = [] }: ServiceDefinition): readonly TopicQuestion[] => {
  const own = topicOf(service);
  const heard = new Set(listens.map((other) => topicOf(other)));
  const readers = [`guildhall.${service}`, ...groups.map(({ group }) => group)];
  return topics
    .filter(({ name }) => name === own || heard.has(name))
    .map((topic) => ({ topic, groups: heard.has(topic.name) ? readers : [] }));
};
