import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventTypeFilter, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import { collect, freshName, noted, notes, startFixture } from './fixture.js';
import { allSettings, consumer, eventually } from './persistent-fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

type Creation = Parameters<typeof fixture.client.createPersistentSubscriptionToAll>;

async function groupOnAll(settings: Creation[1], filter?: NonNullable<Creation[2]>['filter']) {
  const group = freshName('group');
  await fixture.client.createPersistentSubscriptionToAll(group, settings, filter && { filter });
  return {
    group,
    consume: (bufferSize = 100) => consumer(fixture.client.subscribeToPersistentSubscriptionToAll(group, { bufferSize })),
    info: () => fixture.client.getPersistentSubscriptionToAllInfo(group),
  };
}
const placesOf = (delivered: readonly { event?: { streamId: string; revision: bigint } | undefined }[]) =>
  delivered.map(({ event }) => `${event?.revision}@${event?.streamId}`);

describe('A persistent subscription to $all', () => {
  it('delivers from the start, system events too, and goes on with what comes', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, noted(0));
    await fixture.client.setStreamMetadata(stream, { maxCount: 100 });
    const { consume } = await groupOnAll(allSettings());
    const { subscription, got, delivered } = consume(1_000);
    await got(2);
    await fixture.client.appendToStream(stream, noted(1));
    const seen = () => placesOf(delivered).filter((place) => place.endsWith(stream));
    await eventually(
      'all three came',
      () => Promise.resolve(seen()),
      (places) => places.length === 3,
    );
    expect(seen()).toEqual([`0@${stream}`, `0@$$${stream}`, `1@${stream}`]);
    await subscription.unsubscribe();
  });
  it('begins after what there was where it starts at the end, its own creation left out', async () => {
    await fixture.client.appendToStream(freshName(), notes(3));
    const { consume } = await groupOnAll(allSettings({ startFrom: 'end' }));
    const stream = freshName();
    await fixture.client.appendToStream(stream, noted(0));
    const { subscription, got, delivered } = consume();
    await got(1);
    expect(placesOf(delivered)).toEqual([`0@${stream}`]);
    await subscription.unsubscribe();
  });
  it('includes the position that it starts from', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, noted(0));
    const { position } = await fixture.client.appendToStream(stream, noted(1));
    const { consume } = await groupOnAll(allSettings({ startFrom: position ?? 'start' }));
    const { subscription, got, delivered } = consume();
    await got(1);
    expect(placesOf(delivered)[0]).toBe(`1@${stream}`);
    await subscription.unsubscribe();
  });
  it.each([
    ['stream names by prefix', (prefix: string) => streamNameFilter({ prefixes: [prefix, 'none'] })],
    ['stream names by expression', (prefix: string) => streamNameFilter({ regex: `^${prefix}\\.[a-z]$` })],
    ['event types by prefix', (prefix: string) => eventTypeFilter({ prefixes: [prefix] })],
    ['event types by expression', (prefix: string) => eventTypeFilter({ regex: `^${prefix}` })],
  ])('filters %s', async (_what, filter) => {
    const prefix = freshName('filtered');
    const { consume, info } = await groupOnAll(allSettings({ startFrom: 'end' }), filter(prefix));
    for (const name of ['a', 'b']) {
      await fixture.client.appendToStream(`${prefix}.${name}`, jsonEvent({ type: `${prefix}-happened`, data: {} }));
      await fixture.client.appendToStream(freshName('other'), notes(3));
    }
    const { subscription, got, delivered } = consume();
    await got(2);
    expect(placesOf(delivered)).toEqual([`0@${prefix}.a`, `0@${prefix}.b`]);
    await subscription.ack(...delivered);
    const handled = await eventually('both are handled', info, ({ stats }) => stats.totalInFlightMessages === 0);
    expect(handled.stats.totalItems).toBe(2n);
    await subscription.unsubscribe();
  });
  it('keeps a checkpoint as a position, and goes on behind it', async () => {
    const { group, consume, info } = await groupOnAll(allSettings({ startFrom: 'end' }));
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(3));
    const first = consume();
    await first.got(3);
    await first.subscription.ack(...first.delivered.slice(0, 2));
    const second = first.delivered[1]?.event?.position;
    const { stats } = await eventually(
      'two are checkpointed',
      info,
      (seen) => seen.stats.lastCheckpointedEventPosition !== undefined,
    );
    expect(stats.lastCheckpointedEventPosition).toEqual(second);
    const [stored] = await collect(fixture.client.readStream(`$persistentsubscription-$all::${group}-checkpoint`));
    expect(stored?.event?.data).toBe(`C:${second?.commit}/P:${second?.prepare}`);
    await fixture.client.restartPersistentSubscriptionSubsystem();
    const next = consume();
    await next.got(1);
    expect(placesOf(next.delivered)[0]).toBe(`2@${stream}`);
    await next.subscription.unsubscribe();
  });
  it('moves the checkpoint of a filter that rarely matches along with what it passed over', async () => {
    const prefix = freshName('rare');
    const filter = streamNameFilter({ prefixes: [prefix], maxSearchWindow: 5, checkpointInterval: 2 });
    const { info } = await groupOnAll(allSettings({ startFrom: 'end' }), filter);
    const { position } = await fixture.client.appendToStream(freshName('other'), notes(40));
    await eventually('all is passed over', info, ({ stats }) => {
      const checkpoint = stats.lastCheckpointedEventPosition;
      return checkpoint !== undefined && checkpoint.commit >= (position?.commit ?? 0n);
    });
  });
  it('does not feed on what it writes itself', async () => {
    const { group, consume, info } = await groupOnAll(allSettings({ startFrom: 'end', checkPointAfter: 1 }));
    const { subscription, got, delivered } = consume();
    await fixture.client.appendToStream(freshName(), notes(2));
    await got(2);
    await subscription.nack('park', 'no', ...delivered.slice(0, 1));
    await subscription.ack(...delivered.slice(1));
    await eventually(
      'all is checkpointed',
      info,
      ({ stats }) => stats.lastCheckpointedEventPosition !== undefined && stats.parkedMessageCount === 1n,
    );
    const stream = freshName();
    await fixture.client.appendToStream(stream, noted(0));
    await got(3);
    expect(placesOf(delivered).slice(2)).toEqual([`0@${stream}`]);
    await fixture.client.replayParkedMessagesToAll(group);
    await got(4);
    expect(delivered[3]).toMatchObject({ event: { id: delivered[0]?.event?.id }, link: { metadata: { reason: 'no' } } });
    await subscription.unsubscribe();
  });
  it('delivers the events of one id one after the other', async () => {
    const prefix = freshName('same');
    const { consume } = await groupOnAll(allSettings({ startFrom: 'end' }), streamNameFilter({ prefixes: [prefix] }));
    const event = noted(0);
    for (const name of ['a', 'b']) await fixture.client.appendToStream(`${prefix}.${name}`, { ...event });
    await fixture.client.appendToStream(`${prefix}.c`, noted(1));
    const { subscription, got, delivered } = consume();
    await got(2);
    expect(placesOf(delivered)).toEqual([`0@${prefix}.a`, `0@${prefix}.c`]);
    await subscription.ack(...delivered.slice(0, 1));
    await got(3);
    expect(placesOf(delivered).at(-1)).toBe(`0@${prefix}.b`);
    await subscription.unsubscribe();
  });
});
