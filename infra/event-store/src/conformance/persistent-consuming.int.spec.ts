import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryEvent } from '@eventstore/db-client';
import { collect, freshName, noted, notes, startFixture } from './fixture.js';
import {
  checkpointed,
  consumer,
  eventually,
  makeGroup,
  parkedCount,
  streamSettings,
  type Settings,
} from './persistent-fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const groupWith = (events: number, others?: Settings) => makeGroup(fixture.client, events, others);

describe('A consumer', () => {
  it('is confirmed, gets history and then what comes', async () => {
    const { stream, consume } = await groupWith(2);
    const { subscription, ready, got, revisions, delivered } = consume();
    await ready();
    await got(2);
    await fixture.client.appendToStream(stream, notes(2, 2));
    await got(4);
    expect(revisions()).toEqual([0, 1, 2, 3]);
    expect(
      delivered.map(({ retryCount, commitPosition, event }) => [retryCount, commitPosition === event?.position?.commit]),
    ).toEqual(Array.from({ length: 4 }, () => [0, true]));
    await subscription.unsubscribe();
  });
  it('gets what is appended after the group was made, where that starts at the end', async () => {
    const { stream, consume } = await groupWith(3, { startFrom: 'end' });
    await fixture.client.appendToStream(stream, noted(3));
    const { subscription, got, revisions } = consume();
    await got(1);
    expect(revisions()).toEqual([3]);
    await subscription.unsubscribe();
  });
  it('gets the revision that the group starts from, and waits for a stream that is not there yet', async () => {
    const { stream, consume } = await groupWith(0, { startFrom: 2n });
    const { subscription, ready, got, revisions } = consume();
    await ready();
    await fixture.client.appendToStream(stream, notes(4));
    await got(2);
    expect(revisions()).toEqual([2, 3]);
    await subscription.unsubscribe();
  });
  it('has no more in flight than its buffer, and gets the next with each answer', async () => {
    const { consume, info } = await groupWith(6);
    const { subscription, got, delivered, revisions } = consume(3);
    await got(3);
    expect((await info()).connections).toMatchObject([{ availableSlots: 0, inFlightMessages: 3 }]);
    await subscription.ack(...delivered.slice(0, 2));
    await got(5);
    expect(revisions()).toEqual([0, 1, 2, 3, 4]);
    await subscription.unsubscribe();
  });
  it('is given no more than its connection takes, whatever its buffer, and all of it later', async () => {
    const { stream, consume, info } = await groupWith(0, { historyBufferSize: 1_000, liveBufferSize: 1_000 });
    const { subscription, ready, got, revisions } = consume(1_000);
    await ready();
    subscription.pause();
    const large = () => binaryEvent({ type: 'Large', data: new Uint8Array(32_768) });
    for (let n = 0; n < 20; n += 1) await fixture.client.appendToStream(stream, Array.from({ length: 20 }, large));
    const { stats } = await eventually('the group keeps the rest', info, (seen) => {
      const { liveBufferCount, readBufferCount, totalInFlightMessages } = seen.stats;
      return Number(liveBufferCount) + readBufferCount + totalInFlightMessages === 400 && totalInFlightMessages > 0;
    });
    expect(stats.totalInFlightMessages).toBeLessThan(400);
    subscription.resume();
    await got(400);
    expect(revisions()).toEqual(Array.from({ length: 400 }, (_, n) => n));
    await subscription.unsubscribe();
  });
  it('is told that the group is missing', async () => {
    const stream = freshName();
    const kind = { type: 'persistent-subscription-does-not-exist', groupName: 'none' };
    const one = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'none'));
    const all = consumer(fixture.client.subscribeToPersistentSubscriptionToAll('none'));
    await Promise.all([one.failed(), all.failed()]);
    expect([one.error(), all.error()]).toMatchObject([{ ...kind, streamName: stream }, kind]);
  });
  it('is told that the group has its limit of subscribers, until one leaves', async () => {
    const { stream, consume, info } = await groupWith(0, { maxSubscriberCount: 1 });
    const first = consume();
    await first.ready();
    const second = consume();
    await second.failed();
    expect(second.error()).toMatchObject({ type: 'maximum-subscribers-reached', streamName: stream, groupName: 'group' });
    await first.subscription.unsubscribe();
    await eventually('the first is gone', info, ({ connections }) => connections.length === 0);
    const third = consume();
    await third.ready();
    await third.subscription.unsubscribe();
  });
  it('is refused without room for a message', async () => {
    const { consume } = await groupWith(1);
    const { failed, error } = consume(0);
    await failed();
    expect(String(error())).toContain('a buffer of one message at least');
  });
  it('leaves what it had to the others', async () => {
    const { consume } = await groupWith(2);
    const first = consume();
    await first.got(2);
    const second = consume();
    await second.ready();
    await first.subscription.unsubscribe();
    await second.got(2);
    expect(second.delivered.map(({ event, retryCount }) => [event?.revision, retryCount])).toEqual([
      [0n, 1],
      [1n, 1],
    ]);
    await second.subscription.unsubscribe();
  });
  it('gets links followed, and answers by the id of the link', async () => {
    const [target, stream] = [freshName(), freshName()];
    await fixture.client.appendToStream(target, notes(2));
    const raw = (revision: number) => binaryEvent({ type: '$>', data: Buffer.from(`${revision}@${target}`) });
    await fixture.client.appendToStream(stream, [raw(0), raw(9), raw(1)]);
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings({ resolveLinkTos: true }));
    const { subscription, got, delivered } = consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await got(3);
    expect(delivered.map(({ event, link }) => [event?.streamId, event?.revision, link?.revision])).toEqual([
      [target, 0n, 0n],
      [undefined, undefined, 1n],
      [target, 1n, 2n],
    ]);
    await subscription.ack(...delivered);
    const info = () => fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    await eventually('all is handled', info, checkpointed(2n));
    await subscription.unsubscribe();
  });
  it('gets nothing that was truncated before the group had read it', async () => {
    const { stream, consume, info } = await groupWith(50, { historyBufferSize: 4, readBatchSize: 2, liveBufferSize: 4 });
    const { subscription, got, delivered, revisions } = consume(1);
    await got(1);
    await eventually('the buffer is full', info, ({ stats }) => stats.readBufferCount >= 3);
    await fixture.client.setStreamMetadata(stream, { truncateBefore: 48 });
    while (revisions().at(-1) !== 49) {
      const had = delivered.length;
      await subscription.ack(...delivered.slice(-1));
      await got(had + 1);
    }
    const late = revisions().filter((revision) => revision > 10);
    expect(late).toEqual([48, 49]);
    await subscription.unsubscribe();
  });
  it('is left alone by a tombstone: what the group has still comes', async () => {
    const { stream, consume } = await groupWith(2);
    const { subscription, got, delivered, error } = consume(1);
    await got(1);
    await fixture.client.tombstoneStream(stream);
    await subscription.ack(...delivered);
    await got(2);
    expect(error()).toBeUndefined();
    await subscription.unsubscribe();
  });
});

describe('An answer', () => {
  it('of a kind to retry brings the message again, before new ones, with its count', async () => {
    const { consume } = await groupWith(3);
    const { subscription, got, delivered } = consume(2);
    await got(2);
    await subscription.nack('retry', 'later', ...delivered.slice(0, 1));
    await got(3);
    expect(delivered.map(({ event, retryCount }) => [event?.revision, retryCount])).toEqual([
      [0n, 0],
      [1n, 0],
      [0n, 1],
    ]);
    await subscription.unsubscribe();
  });
  it('to park puts a link with the reason into the parked stream', async () => {
    const { stream, consume, info, parked } = await groupWith(2);
    const { subscription, got, delivered } = consume();
    await got(2);
    await subscription.nack('park', 'cannot read this', ...delivered.slice(1));
    await eventually('it is parked', info, parkedCount(1n));
    const [link] = await collect(parked());
    expect([link?.event?.type, link?.event?.data]).toEqual(['$>', Buffer.from(`1@${stream}`)]);
    expect(link?.event?.metadata).toMatchObject({ reason: 'cannot read this', subscriptionEventNumber: 1 });
    expect((await info()).stats.totalInFlightMessages).toBe(1);
    await subscription.unsubscribe();
  });
  it.each(['skip', 'stop'] as const)('to %s is as good as an acknowledgement', async (action) => {
    const { consume, info } = await groupWith(2);
    const { subscription, got, delivered } = consume();
    await got(2);
    await subscription.nack(action, 'no', ...delivered);
    const { stats } = await eventually('both are handled', info, checkpointed(1n));
    expect(stats).toMatchObject({ parkedMessageCount: 0n, retryBufferCount: 0, totalInFlightMessages: 0, totalItems: 2n });
    await subscription.unsubscribe();
  });
  it('to something that is not in flight changes nothing', async () => {
    const { consume, info } = await groupWith(2);
    const { subscription, got, delivered, error } = consume(1);
    await got(1);
    const first = delivered.slice(0, 1);
    await subscription.ack(...first);
    await got(2);
    await subscription.ack(...first);
    await subscription.nack('park', 'too late', ...first);
    const { stats } = await eventually('one is checkpointed', info, checkpointed(0n));
    expect(stats).toMatchObject({ totalInFlightMessages: 1, parkedMessageCount: 0n });
    expect(error()).toBeUndefined();
    await subscription.unsubscribe();
  });
  it('that is late counts as a retry; once there were enough the message is parked with the reason', async () => {
    const { consume, info, parked } = await groupWith(1, { messageTimeout: 100, maxRetryCount: 2 });
    const { subscription, got, delivered } = consume();
    await got(3);
    await eventually('it is parked', info, parkedCount(1n));
    expect(delivered.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
    const [link] = await collect(parked());
    expect(link?.event?.metadata).toMatchObject({ reason: 'Reached retry count of 2' });
    await subscription.unsubscribe();
  });
  it('that never comes is waited for where there is no time-out', async () => {
    const { stream, consume, info } = await groupWith(1, { messageTimeout: 0 });
    const { subscription, got } = consume();
    await got(1);
    await fixture.client.appendToStream(stream, noted(1));
    await got(2);
    expect((await info()).stats).toMatchObject({ totalInFlightMessages: 2, retryBufferCount: 0 });
    await subscription.unsubscribe();
  });
});
