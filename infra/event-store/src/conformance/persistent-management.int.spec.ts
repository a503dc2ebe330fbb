import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { streamNameFilter, type PersistentSubscriptionToStreamSettings } from '@eventstore/db-client';
import { failure, freshName, notes, startFixture } from './fixture.js';
import { allSettings, consumer, eventually, streamSettings } from './persistent-fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const own: PersistentSubscriptionToStreamSettings = {
  startFrom: 7n,
  resolveLinkTos: true,
  extraStatistics: true,
  messageTimeout: 12_345,
  maxRetryCount: 3,
  checkPointAfter: 4_321,
  checkPointLowerBound: 5,
  checkPointUpperBound: 55,
  maxSubscriberCount: 6,
  liveBufferSize: 77,
  readBatchSize: 8,
  historyBufferSize: 99,
  consumerStrategyName: 'Pinned',
};

describe('Creating a persistent subscription', () => {
  it('keeps every setting and reports it', async () => {
    const stream = freshName();
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', own);
    const info = await fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(info).toMatchObject({ eventSource: stream, groupName: 'group', status: 'Live', settings: own, connections: [] });
    expect(info.stats).toEqual({
      averagePerSecond: 0,
      totalItems: 0n,
      countSinceLastMeasurement: 0n,
      readBufferCount: 0,
      liveBufferCount: 0n,
      retryBufferCount: 0,
      totalInFlightMessages: 0,
      outstandingMessagesCount: 0,
      parkedMessageCount: 0n,
      lastCheckpointedEventRevision: undefined,
      lastKnownEventRevision: undefined,
    });
  });
  it.each(['start', 'end'] as const)('reports %s as where it begins, and no limit of subscribers', async (startFrom) => {
    const [stream, group] = [freshName(), freshName()];
    await fixture.client.createPersistentSubscriptionToStream(stream, group, streamSettings({ startFrom }));
    await fixture.client.createPersistentSubscriptionToAll(group, allSettings({ startFrom }));
    const [one, all] = [
      await fixture.client.getPersistentSubscriptionToStreamInfo(stream, group),
      await fixture.client.getPersistentSubscriptionToAllInfo(group),
    ];
    expect(one.settings).toMatchObject({ startFrom, maxSubscriberCount: 'unbounded', consumerStrategyName: 'RoundRobin' });
    expect(all).toMatchObject({ eventSource: '$all', groupName: group, settings: { startFrom } });
  });
  it('takes a position of $all to begin at, and a filter', async () => {
    const group = freshName();
    const startFrom = { commit: 1_234n, prepare: 1_234n };
    const filter = streamNameFilter({ prefixes: ['some'] });
    await fixture.client.createPersistentSubscriptionToAll(group, allSettings({ startFrom }), { filter });
    expect((await fixture.client.getPersistentSubscriptionToAllInfo(group)).settings.startFrom).toEqual(startFrom);
  });
  it('is refused where the group is there, on a stream and on $all', async () => {
    const [stream, group] = [freshName(), freshName()];
    await fixture.client.createPersistentSubscriptionToStream(stream, group, streamSettings());
    await fixture.client.createPersistentSubscriptionToAll(group, allSettings());
    const kind = { type: 'persistent-subscription-exists', groupName: group };
    expect(await failure(fixture.client.createPersistentSubscriptionToStream(stream, group, streamSettings()))).toMatchObject({
      ...kind,
      streamName: stream,
    });
    expect(await failure(fixture.client.createPersistentSubscriptionToAll(group, allSettings()))).toMatchObject(kind);
  });
  it('makes one group only where it is asked for twice at once', async () => {
    const stream = freshName();
    const answers = await Promise.allSettled(
      [1, 2].map(() => fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings())),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await fixture.client.listPersistentSubscriptionsToStream(stream)).toHaveLength(1);
  });
  it('refuses settings below zero and a filter that does not compile', async () => {
    const wrong = streamSettings({ maxRetryCount: -1 });
    expect(String(await failure(fixture.client.createPersistentSubscriptionToStream(freshName(), 'g', wrong)))).toContain(
      'The maximum of retries cannot be below zero.',
    );
    const filter = streamNameFilter({ regex: '(' });
    expect(
      String(await failure(fixture.client.createPersistentSubscriptionToAll(freshName(), allSettings(), { filter }))),
    ).toContain('does not compile');
  });
});

describe('Updating a persistent subscription', () => {
  it('changes every setting, drops the subscribers and keeps the progress', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(4));
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings({ checkPointLowerBound: 10 }));
    const first = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize: 2 }));
    await first.got(2);
    await first.subscription.ack(...first.delivered);
    await first.got(4);
    await fixture.client.updatePersistentSubscriptionToStream(stream, 'group', { ...own, startFrom: 'start' });
    await first.failed();
    expect(first.error()).toMatchObject({ type: 'persistent-subscription-dropped', streamName: stream, groupName: 'group' });
    const info = await fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(info.settings).toEqual({ ...own, startFrom: 'start' });
    expect(info.stats.lastCheckpointedEventRevision).toBe(1n);
    const next = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await next.got(2);
    expect(next.revisions()).toEqual([2, 3]);
    await next.subscription.unsubscribe();
  });
  it('moves the start of a group that handled nothing yet, and keeps the filter of one on $all', async () => {
    const [prefix, group] = [freshName('kept'), freshName()];
    await fixture.client.appendToStream(`${prefix}.a`, notes(2));
    await fixture.client.appendToStream(freshName('other'), notes(2));
    const filter = streamNameFilter({ prefixes: [prefix] });
    await fixture.client.createPersistentSubscriptionToAll(group, allSettings({ startFrom: 'end' }), { filter });
    await fixture.client.updatePersistentSubscriptionToAll(group, allSettings({ startFrom: 'start' }));
    const { got, delivered, subscription } = consumer(fixture.client.subscribeToPersistentSubscriptionToAll(group));
    await fixture.client.appendToStream(`${prefix}.b`, notes(1));
    await got(3);
    expect(delivered.map(({ event }) => event?.streamId)).toEqual([`${prefix}.a`, `${prefix}.a`, `${prefix}.b`]);
    await subscription.unsubscribe();
  });
  it('fails where there is no such group', async () => {
    const kind = { type: 'persistent-subscription-does-not-exist', groupName: 'none' };
    const stream = freshName();
    expect(await failure(fixture.client.updatePersistentSubscriptionToStream(stream, 'none', own))).toMatchObject({
      ...kind,
      streamName: stream,
    });
    expect(await failure(fixture.client.updatePersistentSubscriptionToAll('none', allSettings()))).toMatchObject(kind);
  });
});

describe('Deleting a persistent subscription', () => {
  it('drops the subscribers, and a new group of the name begins anew', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(3));
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings());
    const { subscription, got, delivered, failed, error } = consumer(
      fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group'),
    );
    await got(3);
    await subscription.ack(...delivered.slice(0, 2));
    await subscription.nack('park', 'broken', ...delivered.slice(2));
    const info = () => fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    await eventually('all is checkpointed', info, ({ stats }) => stats.lastCheckpointedEventRevision === 2n);
    await fixture.client.deletePersistentSubscriptionToStream(stream, 'group');
    await failed();
    expect(error()).toMatchObject({ type: 'persistent-subscription-dropped' });
    expect(await failure(info())).toMatchObject({ type: 'persistent-subscription-does-not-exist' });

    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings());
    expect((await info()).stats).toMatchObject({ parkedMessageCount: 0n, lastCheckpointedEventRevision: undefined });
    const again = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await again.got(3);
    expect(again.revisions()).toEqual([0, 1, 2]);
    await again.subscription.nack('park', 'broken again', ...again.delivered.slice(2));
    await eventually('it is parked again', info, ({ stats }) => stats.parkedMessageCount === 1n);
    await again.subscription.unsubscribe();
  });
  it('works on $all, and fails where there is no such group', async () => {
    const group = freshName();
    await fixture.client.createPersistentSubscriptionToAll(group, allSettings());
    await fixture.client.deletePersistentSubscriptionToAll(group);
    const kind = { type: 'persistent-subscription-does-not-exist' };
    expect(await failure(fixture.client.deletePersistentSubscriptionToAll(group))).toMatchObject(kind);
    expect(await failure(fixture.client.deletePersistentSubscriptionToStream(freshName(), group))).toMatchObject(kind);
  });
});

describe('The list of persistent subscriptions', () => {
  it('shows all of them, those of a stream, and those of $all', async () => {
    const [stream, group] = [freshName(), freshName()];
    await fixture.client.createPersistentSubscriptionToStream(stream, `${group}.a`, own);
    await fixture.client.createPersistentSubscriptionToStream(stream, `${group}.b`, streamSettings());
    await fixture.client.createPersistentSubscriptionToAll(group, allSettings());
    const ofStream = await fixture.client.listPersistentSubscriptionsToStream(stream);
    expect(ofStream.map(({ groupName }) => groupName)).toEqual([`${group}.a`, `${group}.b`]);
    expect(ofStream[0]?.settings).toEqual(own);
    const names = (infos: readonly { groupName: string }[]) => infos.map(({ groupName }) => groupName);
    const ofAll = await fixture.client.listPersistentSubscriptionsToAll();
    expect(ofAll.every(({ eventSource }) => eventSource === '$all')).toBe(true);
    expect(names(ofAll)).toContain(group);
    expect(names(await fixture.client.listAllPersistentSubscriptions())).toEqual(
      expect.arrayContaining([group, `${group}.a`, `${group}.b`]),
    );
  });
  it('fails for a stream without any', async () => {
    expect(await failure(fixture.client.listPersistentSubscriptionsToStream(freshName()))).toMatchObject({
      type: 'persistent-subscription-does-not-exist',
    });
  });
});

describe('A restart of the subsystem', () => {
  it('drops the subscribers and goes on from the checkpoint', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(3));
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings());
    const first = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await first.got(3);
    await first.subscription.ack(...first.delivered.slice(0, 2));
    await eventually(
      'two are checkpointed',
      () => fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group'),
      ({ stats }) => stats.lastCheckpointedEventRevision === 1n,
    );
    await fixture.client.restartPersistentSubscriptionSubsystem();
    await first.failed();
    expect(first.error()).toMatchObject({ type: 'persistent-subscription-dropped' });
    const next = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await next.got(1);
    expect(next.revisions()).toEqual([2]);
    await next.subscription.unsubscribe();
  });
});
