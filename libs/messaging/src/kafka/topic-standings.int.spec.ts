import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { noLog } from '../observing/log.js';
import { testBrokers } from '../testing/config.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { kafkaClient, type KafkaEndpoint } from './kafkajs.js';
import { topicStandings } from './topic-standings.js';
import { makeTopics } from './topics.js';

const run = randomUUID().slice(0, 8);
const topic = {
  name: `test.standing-${run}.events`,
  partitions: 12,
  config: { 'retention.ms': '-1', 'cleanup.policy': 'delete' },
};
const absent = { ...topic, name: `test.absent-${run}.events` };
const group = `test.standing-${run}`;

describe('How topics stand', () => {
  const endpoint = { brokers: [] as string[], clientId: 'standing-it', log: noLog } satisfies KafkaEndpoint;
  let publisher: KafkaPublisher;
  beforeAll(async () => {
    endpoint.brokers = testBrokers();
    publisher = new KafkaPublisher(endpoint);
    await makeTopics(endpoint, [topic]);
    await publisher.publish(topic.name, [{ key: 'k', value: '{}', headers: { ce_id: '1' } }]);
  }, 60_000);
  afterAll(() => publisher.close());

  const ask = async () => (await topicStandings(endpoint, [{ topic, groups: [group] }]))[0];

  it('says what the broker has, and that a topic is not there', async () => {
    const [found, missing] = await topicStandings(endpoint, [
      { topic, groups: [group] },
      { topic: absent, groups: [group] },
    ]);
    expect(found).toEqual({
      ...{ name: topic.name, partitions: 12, config: topic.config, records: '1' },
      groups: [{ group, state: expect.stringMatching(/^(Dead|Empty)$/), members: 0, lag: null }],
    });
    expect(missing).toEqual({ name: absent.name, partitions: null, config: null, records: '0', groups: [] });
  }, 30_000);

  it('counts what a group has not committed yet', async () => {
    const admin = kafkaClient(endpoint).admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic.name);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.setOffsets({ groupId: group, topic: topic.name, partitions });
    await admin.disconnect();
    await publisher.publish(topic.name, [{ key: 'k', value: '{}', headers: { ce_id: '2' } }]);
    expect((await ask())?.groups).toMatchObject([{ group, members: 0, lag: '1' }]);
  }, 30_000);
});
