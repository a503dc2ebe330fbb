import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  binaryEvent,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  streamNameFilter,
  type Filter,
  type Position,
} from '@eventstore/db-client';
import { collect, failure, freshName, noted, notes, startFixture, until } from './fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

type Source = ReturnType<typeof fixture.client.subscribeToStream> | ReturnType<typeof fixture.client.subscribeToAll>;

/** Writes down what a subscription says, in order. */
function watch(subscription: Source) {
  const said: string[] = [];
  const seen: { stream: string; revision: number; commit: bigint }[] = [];
  let error: unknown;
  subscription.on('confirmation', () => said.push('confirmation'));
  subscription.on('caughtUp', () => said.push('caught up'));
  subscription.on('fellBehind', () => said.push('fell behind'));
  subscription.on('error', (fault: unknown) => {
    error = fault;
  });
  subscription.on('data', ({ event, commitPosition }) => {
    said.push(`${event?.revision}`);
    seen.push({ stream: event?.streamId ?? '', revision: Number(event?.revision), commit: commitPosition ?? 0n });
  });
  return { said, seen, error: () => error as Record<string, unknown> | undefined };
}
const caughtUp = (said: readonly string[]) => () => said.includes('caught up');

describe('A subscription to a stream', () => {
  it('says confirmation, history, one caught-up, then what comes', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(2));
    const subscription = fixture.client.subscribeToStream(stream);
    const { said } = watch(subscription);
    await until('it caught up', caughtUp(said));
    await fixture.client.appendToStream(stream, noted(2));
    await until('the live event came', () => said.includes('2'));
    expect(said).toEqual(['confirmation', '0', '1', 'caught up', '2']);
    await subscription.unsubscribe();
  });
  it('leaves out the revision it starts from, and all there is from the end', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(3));
    const after = fixture.client.subscribeToStream(stream, { fromRevision: 1n });
    const atEnd = fixture.client.subscribeToStream(stream, { fromRevision: 'end' });
    const [first, second] = [watch(after), watch(atEnd)];
    await until('both caught up', () => caughtUp(first.said)() && caughtUp(second.said)());
    await fixture.client.appendToStream(stream, noted(3));
    await until('both saw the live event', () => first.said.includes('3') && second.said.includes('3'));
    expect([first.said, second.said]).toEqual([
      ['confirmation', '2', 'caught up', '3'],
      ['confirmation', 'caught up', '3'],
    ]);
    await Promise.all([after.unsubscribe(), atEnd.unsubscribe()]);
  });
  it('waits for a stream that is not there yet', async () => {
    const stream = freshName();
    const subscription = fixture.client.subscribeToStream(stream);
    const { said } = watch(subscription);
    await until('it caught up', caughtUp(said));
    await fixture.client.appendToStream(stream, notes(2));
    await until('both came', () => said.includes('1'));
    expect(said).toEqual(['confirmation', 'caught up', '0', '1']);
    await subscription.unsubscribe();
  });
  it('fails when the stream is tombstoned', async () => {
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(1));
    const { said, error } = watch(fixture.client.subscribeToStream(stream));
    await until('it caught up', caughtUp(said));
    await fixture.client.tombstoneStream(stream);
    await until('it failed', () => error() !== undefined);
    expect(error()).toMatchObject({ type: 'stream-deleted', streamName: stream });
  });
  it('tells a reader that was held up that it fell behind, then that it caught up again', async () => {
    const stream = freshName();
    const subscription = fixture.client.subscribeToStream(stream, {}, { highWaterMark: 1 });
    const { said, seen } = watch(subscription);
    await until('it caught up', caughtUp(said));
    subscription.pause();
    const large = () => binaryEvent({ type: 'Large', data: new Uint8Array(16_384) });
    for (let n = 0; n < 40; n += 1) await fixture.client.appendToStream(stream, Array.from({ length: 20 }, large));
    subscription.resume();
    await until('all came', () => seen.length === 800 && said.at(-1) === 'caught up');
    expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: 800 }, (_, n) => n));
    expect(said.filter((word) => word.includes(' '))).toEqual(['caught up', 'fell behind', 'caught up']);
    await subscription.unsubscribe();
  });
});

describe('A filtered subscription to $all', () => {
  async function follow(
    filter: (checkpoint: (position: Position) => void) => Filter,
    fromPosition: Position | 'start' | 'end' = 'start',
  ) {
    const checkpoints: bigint[] = [];
    const subscription = fixture.client.subscribeToAll({
      fromPosition,
      filter: filter(({ commit }) => checkpoints.push(commit)),
    });
    const watched = watch(subscription);
    await until('it caught up', caughtUp(watched.said));
    await subscription.unsubscribe();
    return { ...watched, checkpoints };
  }
  const reached = (checkpoint: (position: Position) => void) => (_: unknown, position: Position) => checkpoint(position);

  it('takes stream names and event types, by prefix and by regular expression', async () => {
    const prefix = freshName('filtered');
    const kind = freshName('Kind');
    await fixture.client.appendToStream(`${prefix}.a`, notes(2));
    await fixture.client.appendToStream(freshName(), [jsonEvent({ type: kind, data: {} }), noted(1)]);
    expect((await follow(() => streamNameFilter({ prefixes: [prefix, 'none'] }))).seen.map(({ stream }) => stream)).toEqual([
      `${prefix}.a`,
      `${prefix}.a`,
    ]);
    expect((await follow(() => streamNameFilter({ regex: `^${prefix}\\.[ab]$` }))).seen).toHaveLength(2);
    expect((await follow(() => eventTypeFilter({ prefixes: [kind] }))).seen).toHaveLength(1);
    expect((await follow(() => eventTypeFilter({ regex: `${kind}$` }))).seen).toHaveLength(1);
    expect((await follow(() => excludeSystemEvents())).seen.filter(({ stream }) => stream.startsWith('$$'))).toEqual([]);
  });
  it('tells a checkpoint per so many examined events, and one on reaching the end', async () => {
    const before = (await fixture.client.appendToStream(freshName(), noted(0))).position ?? { commit: 0n, prepare: 0n };
    await fixture.client.appendToStream(freshName(), notes(100));
    const after = (await collect(fixture.client.readAll({ fromPosition: before })))
      .slice(1)
      .map(({ event }) => event?.position.commit);
    const { checkpoints, seen } = await follow(
      (checkpoint) =>
        streamNameFilter({
          prefixes: ['nothing-has-this'],
          maxSearchWindow: 10,
          checkpointInterval: 3,
          checkpointReached: reached(checkpoint),
        }),
      before,
    );
    expect(seen).toEqual([]);
    expect(checkpoints).toEqual([after[29], after[59], after[89], after[99]]);
  });
  it('goes on from a checkpoint without gap or repeat', async () => {
    const prefix = freshName('resumed');
    const before = (await fixture.client.appendToStream(freshName(), noted(0))).position ?? { commit: 0n, prepare: 0n };
    for (let n = 0; n < 40; n += 1) await fixture.client.appendToStream(n % 2 === 0 ? `${prefix}.x` : freshName(), noted(n));
    const seenBy = new Map<bigint, number>();
    const subscription = fixture.client.subscribeToAll({
      fromPosition: before,
      filter: streamNameFilter({
        prefixes: [prefix],
        maxSearchWindow: 1,
        checkpointInterval: 7,
        checkpointReached: async (_, { commit }) =>
          void seenBy.set(commit, watched.seen.filter((event) => event.commit <= commit).length),
      }),
    });
    const watched = watch(subscription);
    await until('it caught up', caughtUp(watched.said));
    await subscription.unsubscribe();
    expect(seenBy.size).toBeGreaterThan(4);
    for (const [commit, count] of seenBy) {
      const { seen } = await follow(() => streamNameFilter({ prefixes: [prefix] }), { commit, prepare: commit });
      expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 - count }, (_, n) => count + n));
    }
  });
  it('is refused where its regular expression does not compile', async () => {
    expect(await failure(collect(fixture.client.subscribeToAll({ filter: eventTypeFilter({ regex: '(' }) })))).toMatchObject({
      code: 3,
    });
  });
});

describe('The hand-over from history to live', () => {
  it('has no gap and no repeat while others write, for $all, a filter and a stream', async () => {
    const prefix = freshName('handover');
    const total = 900;
    const streams = [0, 1, 2].map((lane) => `${prefix}.${lane}`);
    const first = await fixture.client.appendToStream(`${prefix}.before`, noted(0));
    const from = first.position ?? { commit: 0n, prepare: 0n };
    const subscriptions: Source[] = [];
    const all: ReturnType<typeof watch>[] = [];
    const lanes: ReturnType<typeof watch>[] = [];
    const join = (): void => {
      const sources = [
        fixture.client.subscribeToAll({ fromPosition: from, filter: streamNameFilter({ prefixes: [prefix] }) }),
        fixture.client.subscribeToAll({ fromPosition: from }),
      ];
      const lane = fixture.client.subscribeToStream(streams[1] ?? '');
      subscriptions.push(...sources, lane);
      all.push(...sources.map(watch));
      lanes.push(watch(lane));
    };
    for (let n = 0; n < total; n += 10) {
      if (n % 150 === 0) join();
      await Promise.all(
        Array.from({ length: 10 }, (_, k) => fixture.client.appendToStream(streams[(n + k) % 3] ?? '', noted(n + k))),
      );
    }
    const expected = (await collect(fixture.client.readAll({ fromPosition: from })))
      .slice(1)
      .map(({ commitPosition }) => commitPosition);
    expect(expected).toHaveLength(total);
    await until(
      'everybody saw everything',
      () => all.every(({ seen }) => seen.length >= total) && lanes.every(({ seen }) => seen.length >= total / 3),
      20_000,
    );
    for (const { seen } of all) expect(seen.map(({ commit }) => commit)).toEqual(expected);
    for (const { seen } of lanes)
      expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: total / 3 }, (_, n) => n));
    await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
  }, 60_000);
});
