import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import grpc from '@grpc/grpc-js';
import persistentGrpc from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { binaryEvent, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import { freshName, noted, notes, startFixture, until } from './fixture.js';
import { allSettings, consumer, streamSettings, type Delivered } from './persistent-fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

async function consumersOf(stream: string, count: number, bufferSize: number) {
  const consumers = Array.from({ length: count }, () =>
    consumer(fixture.client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize })),
  );
  for (const { ready } of consumers) await ready();
  return consumers;
}
type Consumers = Awaited<ReturnType<typeof consumersOf>>;
const leave = (consumers: Consumers) => Promise.all(consumers.map(({ subscription }) => subscription.unsubscribe()));
const allCame = (consumers: Consumers, count: number) =>
  until(`${count} messages came`, () => consumers.reduce((sum, { delivered }) => sum + delivered.length, 0) === count);

describe('RoundRobin', () => {
  it('gives consumers one message after another in turn, and passes over those without room', async () => {
    const stream = freshName();
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', streamSettings());
    const consumers = await consumersOf(stream, 3, 2);
    await fixture.client.appendToStream(stream, notes(7));
    await allCame(consumers, 6);
    const [first] = consumers;
    expect(consumers.map(({ revisions }) => revisions())).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    await first?.subscription.ack(...first.delivered.slice(0, 1));
    await first?.got(3);
    expect(first?.revisions()).toEqual([0, 3, 6]);
    await leave(consumers);
  });
});

describe('DispatchToSingle', () => {
  it('gives all to the first consumer, and to the next while that has no room', async () => {
    const stream = freshName();
    const settings = streamSettings({ consumerStrategyName: 'DispatchToSingle' });
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', settings);
    const consumers = await consumersOf(stream, 2, 3);
    await fixture.client.appendToStream(stream, notes(4));
    await allCame(consumers, 4);
    const [first, second] = consumers;
    expect([first?.revisions(), second?.revisions()]).toEqual([[0, 1, 2], [3]]);
    await first?.subscription.ack(...first.delivered);
    await fixture.client.appendToStream(stream, notes(2, 4));
    await allCame(consumers, 6);
    expect(first?.revisions()).toEqual([0, 1, 2, 4, 5]);
    await leave(consumers);
  });
  it('is what an unknown strategy of the client comes to', async () => {
    const stream = freshName();
    const warn = console.warn;
    console.warn = () => undefined; // the client says so on the console
    try {
      const settings = streamSettings({ consumerStrategyName: 'Unheard' });
      await fixture.client.createPersistentSubscriptionToStream(stream, 'group', settings);
    } finally {
      console.warn = warn;
    }
    const info = await fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(info.settings.consumerStrategyName).toBe('DispatchToSingle');
  });
});

describe('Pinned', () => {
  it.each([true, false])('gives the events of one stream to one consumer, links followed: %s', async (resolveLinkTos) => {
    const [stream, prefix] = [freshName(), freshName('pinned')];
    const targets = Array.from({ length: 20 }, (_, n) => `${prefix}.${n}`);
    for (const target of targets) await fixture.client.appendToStream(target, notes(2));
    const settings = streamSettings({ consumerStrategyName: 'Pinned', resolveLinkTos });
    await fixture.client.createPersistentSubscriptionToStream(stream, 'group', settings);
    const consumers = await consumersOf(stream, 3, 40);
    const links = [0, 1].flatMap((revision) => targets.map((target) => `${revision}@${target}`));
    await fixture.client.appendToStream(
      stream,
      links.map((data) => binaryEvent({ type: '$>', data: Buffer.from(data) })),
    );
    await allCame(consumers, 40);
    const targetOf = ({ event, link }: Delivered) =>
      link
        ? event?.streamId
        : Buffer.from(event?.data as Uint8Array)
            .toString()
            .split('@')[1];
    const served = consumers.map(({ delivered }) => delivered.map(targetOf));
    for (const target of targets) expect(served.filter((streams) => streams.includes(target))).toHaveLength(1);
    expect(served.flat().sort()).toEqual([...targets, ...targets].sort());
    expect(served.every((streams) => streams.length > 0)).toBe(true);
    await leave(consumers);
  });
  it('spreads streams over the consumers, and hands them on when one leaves', async () => {
    const [prefix, group] = [freshName('spread'), freshName()];
    const filter = streamNameFilter({ prefixes: [prefix] });
    const settings = allSettings({ startFrom: 'end', consumerStrategyName: 'Pinned' });
    await fixture.client.createPersistentSubscriptionToAll(group, settings, { filter });
    const consumers = [1, 2].map(() =>
      consumer(fixture.client.subscribeToPersistentSubscriptionToAll(group, { bufferSize: 100 })),
    );
    for (const { ready } of consumers) await ready();
    for (let n = 0; n < 20; n += 1) await fixture.client.appendToStream(`${prefix}.${n}`, noted(n));
    const [first, second] = consumers;
    await until('all came', () => consumers.reduce((sum, { delivered }) => sum + delivered.length, 0) === 20);
    const had = first?.delivered.length ?? 0;
    expect(had).toBeGreaterThan(0);
    expect(had).toBeLessThan(20);
    await first?.subscription.unsubscribe();
    await second?.got(20);
    expect(second?.delivered.filter(({ retryCount }) => retryCount === 1)).toHaveLength(had);
    await second?.subscription.unsubscribe();
  });
});

describe('A strategy asked for by name', () => {
  function create(stream: string, strategy: string): Promise<unknown> {
    const client = new persistentGrpc.PersistentSubscriptionsClient(
      `127.0.0.1:${fixture.server.port}`,
      grpc.credentials.createInsecure(),
    );
    const identifier = new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream));
    const settings = new persistentPb.CreateReq.Settings()
      .setMessageTimeoutTicks('300000000')
      .setCheckpointAfterTicks('20000000')
      .setHistoryBufferSize(100)
      .setLiveBufferSize(100)
      .setReadBatchSize(10)
      .setConsumerStrategy(strategy);
    const options = new persistentPb.CreateReq.Options()
      .setStream(new persistentPb.CreateReq.StreamOptions().setStreamIdentifier(identifier).setStart(new sharedPb.Empty()))
      .setGroupName('group')
      .setSettings(settings);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    client.create(new persistentPb.CreateReq().setOptions(options), (error) => {
      client.close();
      resolve(error ?? undefined);
    });
    return promise;
  }
  it('may be PinnedByCorrelation, which keeps a correlation with one consumer; times may come in ticks', async () => {
    const stream = freshName();
    expect(await create(stream, 'PinnedByCorrelation')).toBeUndefined();
    const info = await fixture.client.getPersistentSubscriptionToStreamInfo(stream, 'group');
    expect(info.settings).toMatchObject({
      consumerStrategyName: 'PinnedByCorrelation',
      messageTimeout: 30_000,
      checkPointAfter: 2_000,
    });
    const consumers = await consumersOf(stream, 3, 100);
    const correlated = Array.from({ length: 60 }, (_, n) =>
      jsonEvent({ type: 'Noted', data: { n }, metadata: { $correlationId: `c${n % 12}` } }),
    );
    await fixture.client.appendToStream(stream, correlated);
    await allCame(consumers, 60);
    const served = consumers.map(({ revisions }) => new Set(revisions().map((revision) => revision % 12)));
    expect(served.map(({ size }) => size).reduce((sum, size) => sum + size, 0)).toBe(12);
    expect(served.every(({ size }) => size > 0)).toBe(true);
    await leave(consumers);
  });
  it('has to be one that there is', async () => {
    const error = (await create(freshName(), 'Unheard')) as grpc.ServiceError;
    expect(error.code).toBe(grpc.status.INTERNAL);
    expect(error.metadata.get('exception')).toEqual(['persistent-subscription-failed']);
    expect(error.metadata.get('reason')).toEqual(['Consumer strategy Unheard does not exist.']);
  });
});
