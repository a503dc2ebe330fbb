import type { Admin } from 'kafkajs';
import { ConfigResourceTypes, kafkaClient, KafkaJSError, type KafkaEndpoint } from './kafkajs.js';
import type { TopicSpec } from './topics.js';

/** How a consumer group stands on one topic; `lag` in records as a decimal string, null where it never committed anything there. */
export type GroupStanding = Readonly<{ group: string; state: string; members: number; lag: string | null }>;

/**
 * A topic as the broker has it. `partitions` null: there is no such topic. `config`: the keys that the registry names, null where this
 * client may not read them. `records`: those that lie there, a decimal string.
 */
export type TopicStanding = Readonly<{
  name: string;
  partitions: number | null;
  config: Readonly<Record<string, string>> | null;
  records: string;
  groups: readonly GroupStanding[];
}>;

/** A topic that is asked after, with the groups that may read it. */
export type TopicQuestion = Readonly<{ topic: TopicSpec; groups: readonly string[] }>;

type Described = Readonly<{ groupId: string; state: string; members: readonly unknown[] }>;

/** An answer is waited for by a person: two tries, then the error is theirs to see. */
const TRIES = 2;
/** The broker's word for a client that may see a topic, but not its settings. */
const MAY_NOT_DESCRIBE = 'TOPIC_AUTHORIZATION_FAILED';

/** Asks the broker how topics and groups stand; changes nothing. Throws kafkajs' errors where it is away. */
export const topicStandings = async (
  endpoint: KafkaEndpoint,
  questions: readonly TopicQuestion[],
): Promise<readonly TopicStanding[]> => {
  const admin = kafkaClient(endpoint, TRIES).admin({ retry: { retries: TRIES } });
  try {
    await admin.connect();
    const present = new Set(await admin.listTopics());
    const names = [...new Set(questions.flatMap(({ groups }) => groups))];
    const described = names.length === 0 ? [] : (await admin.describeGroups(names)).groups;
    const standings: TopicStanding[] = [];
    for (const { topic, groups } of questions) {
      if (present.has(topic.name)) standings.push(await standingOf(admin, topic, groups, described));
      else standings.push({ name: topic.name, partitions: null, config: null, records: '0', groups: [] });
    }
    return standings;
  } finally {
    await admin.disconnect();
  }
};

const standingOf = async (
  admin: Admin,
  topic: TopicSpec,
  groups: readonly string[],
  described: readonly Described[],
): Promise<TopicStanding> => {
  const { name } = topic;
  const ends = await admin.fetchTopicOffsets(name);
  const records = ends.reduce((sum, { low, high }) => sum + BigInt(high) - BigInt(low), 0n);
  const standings: GroupStanding[] = [];
  for (const group of groups) {
    const found = described.find(({ groupId }) => groupId === group);
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [name] });
    const offsets = new Map(committed?.partitions.map(({ partition, offset }) => [partition, offset]));
    const lag = [...offsets.values()].every((offset) => offset === '-1')
      ? null
      : ends.reduce((sum, { partition, low, high }) => sum + behind(offsets.get(partition) ?? '-1', low, high), 0n).toString();
    standings.push({ group, state: found?.state ?? 'Unknown', members: found?.members.length ?? 0, lag });
  }
  const config = await configOf(admin, topic);
  return { name, partitions: ends.length, config, records: records.toString(), groups: standings };
};

const behind = (committed: string, low: string, high: string): bigint => {
  const next = committed === '-1' ? BigInt(low) : BigInt(committed);
  return BigInt(high) > next ? BigInt(high) - next : 0n;
};

const configOf = async (admin: Admin, { name, config }: TopicSpec): Promise<Readonly<Record<string, string>> | null> => {
  const asked = { type: ConfigResourceTypes.TOPIC, name, configNames: Object.keys(config) };
  try {
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [asked] });
    const entries = resources.flatMap(({ configEntries }) => configEntries);
    return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
  } catch (error) {
    if (error instanceof KafkaJSError && (error as Readonly<{ type?: string }>).type === MAY_NOT_DESCRIBE) return null;
    throw error;
  }
};
