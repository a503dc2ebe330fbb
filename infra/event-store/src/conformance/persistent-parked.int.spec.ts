import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { collect, failure, freshName, startFixture } from './fixture.js';
import { checkpointed, consumer, eventually, inFlight, makeGroup, parkedCount, type Settings } from './persistent-fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const groupWith = (events: number, others?: Settings) => makeGroup(fixture.client, events, others);

describe('Parked messages', () => {
  async function parkedGroup(count: number, others: Settings = {}) {
    const group = await groupWith(count, others);
    const first = group.consume();
    await first.got(count);
    await first.subscription.nack('park', 'not now', ...first.delivered);
    await eventually('all are parked', group.info, parkedCount(BigInt(count)));
    await first.subscription.unsubscribe();
    await eventually('the first is gone', group.info, ({ connections }) => connections.length === 0);
    return {
      ...group,
      replay: (stopAt?: number) =>
        fixture.client.replayParkedMessagesToStream(group.stream, 'group', { ...(stopAt !== undefined && { stopAt }) }),
    };
  }
  it('come again on a replay, with the event and the link, and are gone once handled', async () => {
    const { stream, consume, info, parked, replay } = await parkedGroup(3);
    const { subscription, ready, got, delivered } = consume();
    await ready();
    await replay();
    await got(3);
    expect(delivered.map(({ event, link }) => [event?.streamId, event?.revision, link?.revision])).toEqual([
      [stream, 0n, 0n],
      [stream, 1n, 1n],
      [stream, 2n, 2n],
    ]);
    expect(delivered[0]?.link?.metadata).toMatchObject({ reason: 'not now' });
    expect((await info()).stats.parkedMessageCount).toBe(0n);
    await subscription.ack(...delivered);
    await eventually(
      'they are truncated',
      () => collect(parked()),
      (events) => events.length === 0,
    );
    await subscription.unsubscribe();
  });
  it('come as far as the stop, the rest with the next replay', async () => {
    const { consume, info, replay } = await parkedGroup(5);
    const { subscription, ready, got, revisions, delivered } = consume();
    await ready();
    await replay(2);
    await got(2);
    expect((await info()).stats.parkedMessageCount).toBe(3n);
    await subscription.ack(...delivered);
    await replay();
    await got(5);
    expect(revisions()).toEqual([0, 1, 2, 3, 4]);
    await subscription.unsubscribe();
  });
  it('can be parked once more, and do not move the checkpoint', async () => {
    const { consume, info, parked, replay } = await parkedGroup(2);
    await eventually('the source is handled', info, checkpointed(1n));
    const { subscription, ready, got, delivered } = consume();
    await ready();
    await replay();
    await got(2);
    await subscription.nack('park', 'still not', ...delivered);
    await eventually('both are parked again', info, parkedCount(2n));
    await eventually(
      'the first two are truncated',
      () => collect(parked()),
      (events) => events.length === 2,
    );
    expect((await collect(parked())).map(({ event }) => [event?.revision, event?.metadata])).toMatchObject([
      [2n, { reason: 'still not' }],
      [3n, { reason: 'still not' }],
    ]);
    expect((await info()).stats.lastCheckpointedEventRevision).toBe(1n);
    await subscription.unsubscribe();
  });
  it('stay parked until they are handled, whatever happens to the consumer', async () => {
    const { consume, info, parked, replay } = await parkedGroup(2, { maxRetryCount: 0 });
    const { subscription, ready, got } = consume();
    await ready();
    await replay();
    await got(2);
    expect(await collect(parked())).toHaveLength(2);
    await subscription.unsubscribe();
    await eventually('both are parked again', info, parkedCount(2n));
  });
  it('are replayed in the order of their parking where there are more than the buffers hold', async () => {
    const { consume, replay } = await parkedGroup(10, { historyBufferSize: 3, readBatchSize: 2, liveBufferSize: 3 });
    const { subscription, revisions, got, delivered } = consume(1);
    await replay();
    for (let n = 1; n <= 10; n += 1) {
      await got(n);
      await subscription.ack(...delivered.slice(n - 1));
    }
    expect(revisions()).toEqual(Array.from({ length: 10 }, (_, n) => n));
    await subscription.unsubscribe();
  });
  it('need a group, on a stream and on $all', async () => {
    const kind = { type: 'persistent-subscription-does-not-exist' };
    expect(await failure(fixture.client.replayParkedMessagesToStream(freshName(), 'none'))).toMatchObject(kind);
    expect(await failure(fixture.client.replayParkedMessagesToAll('none'))).toMatchObject(kind);
  });
});

describe('A checkpoint', () => {
  it('lies just below the lowest message that is not handled', async () => {
    const { consume, info, checkpoints } = await groupWith(5);
    const { subscription, got, delivered } = consume();
    await got(5);
    await subscription.ack(...delivered.slice(3));
    await subscription.ack(...delivered.slice(0, 2));
    await eventually('the first two are checkpointed', info, checkpointed(1n));
    await eventually('the others are handled', info, inFlight(1));
    const stored = await collect(checkpoints());
    expect(stored.map(({ event }) => [event?.type, event?.data])).toEqual([['SubscriptionCheckpoint', '1']]);
    await subscription.ack(...delivered.slice(2, 3));
    await eventually('all is checkpointed', info, checkpointed(4n));
    await subscription.unsubscribe();
  });
  it('is written at the upper bound, whatever the interval', async () => {
    const { consume, info } = await groupWith(5, {
      checkPointAfter: 3_600_000,
      checkPointLowerBound: 1,
      checkPointUpperBound: 3,
    });
    const { subscription, got, delivered } = consume();
    await got(5);
    await subscription.ack(...delivered.slice(0, 2));
    await eventually('two are handled', info, inFlight(3));
    expect((await info()).stats.lastCheckpointedEventRevision).toBeUndefined();
    await subscription.ack(...delivered.slice(2, 3));
    await eventually('three are checkpointed', info, checkpointed(2n));
    await subscription.unsubscribe();
  });
  it('is not written below the lower bound, and then after the interval', async () => {
    const { consume, info, checkpoints } = await groupWith(4, { checkPointAfter: 1, checkPointLowerBound: 3 });
    const { subscription, got, delivered } = consume();
    await got(4);
    await subscription.ack(...delivered.slice(0, 2));
    await eventually('two are handled', info, inFlight(2));
    await subscription.ack(...delivered.slice(2));
    await eventually('all is checkpointed', info, checkpointed(3n));
    expect((await collect(checkpoints())).map(({ event }) => [event?.revision, event?.data])).toEqual([[0n, '3']]);
    await subscription.unsubscribe();
  });
});

describe('The statistics of a group', () => {
  it('count what was handled, by whom, and how long it took where that is asked for', async () => {
    const { stream, info } = await groupWith(5, { extraStatistics: true });
    const named = EventStoreDBClient.connectionString(
      `esdb://127.0.0.1:${fixture.server.port}?tls=false&connectionName=worker-7`,
    );
    const { subscription, got, delivered } = consumer(named.subscribeToPersistentSubscriptionToStream(stream, 'group'));
    await got(5);
    await subscription.ack(...delivered.slice(0, 3));
    const { connections, stats } = await eventually('three are handled', info, inFlight(2));
    expect(stats).toMatchObject({ totalItems: 3n, outstandingMessagesCount: 2, lastKnownEventRevision: 4n });
    const [connection] = connections;
    expect(connection).toMatchObject({
      username: 'anonymous',
      connectionName: 'worker-7',
      availableSlots: 8,
      inFlightMessages: 2,
      totalItems: 3n,
    });
    expect(connection?.from).toMatch(/127\.0\.0\.1:\d+$/);
    const measured = connection?.extraStatistics ?? new Map<string, bigint>();
    expect([...measured.keys()]).toEqual([
      'mean',
      'median',
      'fastest',
      ...[1, 2, 3, 4, 5].map((n) => `quintile ${n}`),
      ...['90%', '95%', '99%', '99.5%', '99.9%', 'highest'],
    ]);
    expect(measured.get('fastest')).toBeLessThanOrEqual(measured.get('highest') ?? -1n);
    expect((await info()).stats.countSinceLastMeasurement).toBe(0n);
    await subscription.unsubscribe();
    await named.dispose();
  });
  it('show what is kept ready, and that the group is behind while it has not read all', async () => {
    const { info } = await groupWith(30, { historyBufferSize: 10, readBatchSize: 5, liveBufferSize: 10 });
    const { status, stats } = await eventually('the buffer is full', info, (seen) => seen.stats.readBufferCount === 10);
    expect([status, stats.lastKnownEventRevision, stats.liveBufferCount]).toEqual(['Behind', 29n, 0n]);
  });
});
