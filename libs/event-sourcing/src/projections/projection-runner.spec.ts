import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventSourcedParking } from '../parking/event-sourced-parking.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { Fenced } from '../subscriptions/fenced.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { asProjections, contentOf, startRunner, totals, type Total } from './fixtures.js';
import { InMemoryReadModelStore } from './in-memory-read-model.store.js';
import { ReadModelUnavailable } from './read-model.errors.js';
import type { DocumentChange, Generation } from './read-model-store.js';

const counted = (n: number, ...groups: string[]) => sampleEvent('Counted', { n, groups });
const closed = () => sampleEvent('CounterClosed');
const counter = (key: string): string => `spec.counter-${key}`;
const by = { accountId: 'operator-1', reason: 'fixed' };

/** A store that fails at planned steps and can keep half of a write. */
class TearingStore extends InMemoryReadModelStore {
  tears = 0;

  override async write(generation: Generation, documents: readonly DocumentChange[]): Promise<readonly string[]> {
    if (this.tears === 0) return super.write(generation, documents);
    this.tears -= 1;
    await super.write(generation, documents.slice(0, Math.floor(documents.length / 2)));
    throw Object.assign(new Error('planned'), { name: 'MongoNetworkError' });
  }
}

describe('The projection runner', () => {
  it('builds what is there, then follows; queries answer 503 until it is live', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    await appendTo(store, counter('a'), counted(1), counted(2));
    await expect(readModels.readModel('totals').get('a')).rejects.toThrow(ReadModelUnavailable);
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    const model = readModels.readModel<Total>('totals');
    expect(await model.get('a')).toEqual({ total: 3, seen: 2, open: true });
    const position = await appendTo(store, counter('a'), counted(4));
    expect(await model.waitFor(position, 2_000)).toBe(0);
    expect(await model.get('a')).toEqual({ total: 7, seen: 3, open: true });
    expect(await readModels.readModel('bystander').waitFor(position, 2_000)).toBe(0);
    await stop();
  });

  it('serves an empty log at once and takes up its id with the first event', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    expect(await readModels.readModel('totals').count({})).toBe(0);
    const position = await appendTo(store, counter('a'), counted(1));
    expect(await readModels.readModel('totals').waitFor(position, 2_000)).toBe(0);
    expect((await readModels.checkpoints(['totals']))[0]).toMatchObject({ logId: await store.logId(), generation: 1 });
    await stop();
  });

  it('leaves a tombstone with its position where a document ends', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    await appendTo(store, counter('forget'), counted(1));
    const position = await appendTo(store, counter('forget'), closed());
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    expect(await readModels.readModel('totals').get('forget')).toBeNull();
    expect(await contentOf(readModels, 'totals')).toEqual({ forget: { id: 'forget', position, doc: null } });
    await stop();
  });

  it('goes on from its checkpoint after a restart, in the same generation', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    await appendTo(store, counter('a'), counted(1));
    const first = await startRunner(store, readModels);
    await first.runner.live;
    await first.stop();
    const position = await appendTo(store, counter('a'), counted(2));
    const second = await startRunner(store, readModels);
    expect(await readModels.readModel('totals').waitFor(position, 2_000)).toBe(0);
    expect(await readModels.readModel('totals').get('a')).toEqual({ total: 3, seen: 2, open: true });
    expect((await readModels.checkpoints(['totals']))[0]?.generation).toBe(1);
    await second.stop();
  });

  it('rebuilds as a new generation for a new version and for another log', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    await appendTo(store, counter('a'), counted(1));
    const first = await startRunner(store, readModels);
    await first.runner.live;
    await first.stop();
    const second = await startRunner(store, readModels, { projections: asProjections({ ...totals, version: 2 }) });
    await second.runner.live;
    expect((await readModels.checkpoints(['totals']))[0]).toMatchObject({ version: 2, generation: 2, state: 'live' });
    await second.stop();
    const other = new InMemoryEventStore();
    await appendTo(other, counter('b'), counted(5));
    const third = await startRunner(other, readModels, { projections: asProjections({ ...totals, version: 2 }) });
    await third.runner.live;
    expect(Object.keys(await contentOf(readModels, 'totals'))).toEqual(['b']);
    await third.stop();
  });

  it('notices a lost database while idle, answers 503 and rebuilds by itself', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    for (let n = 0; n < 20; n += 1) await appendTo(store, counter(`c${n % 3}`), counted(n === 13 ? 0 : n, 'g'));
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    const before = await contentOf(readModels, 'totals');
    readModels.loseEverything();
    await expect(readModels.readModel('totals').get('c1')).rejects.toThrow(ReadModelUnavailable);
    await eventually(
      'the rebuilt model',
      async () => (await readModels.checkpoints(['totals', 'groups'])).filter(({ state }) => state === 'live').length === 2,
    );
    expect(await contentOf(readModels, 'totals')).toEqual(before);
    await stop();
  });

  it('lets the later term go on and stops the fenced projector', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    const older = await startRunner(store, readModels, { term: () => 1n });
    await older.runner.live;
    const newer = await startRunner(store, readModels, { term: () => 2n });
    await newer.runner.live;
    await expect(older.runner.done).rejects.toThrow(Fenced);
    const position = await appendTo(store, counter('a'), counted(1));
    expect(await readModels.readModel('totals').waitFor(position, 2_000)).toBe(0);
    await older.stop();
    await newer.stop();
  });

  it('parks poison by stream: others flow, and a retry after the fix brings it in', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    await appendTo(store, counter('bad'), counted(1), counted(13), counted(2));
    await appendTo(store, counter('good'), counted(5));
    const broken = await startRunner(store, readModels);
    await broken.runner.live;
    const model = readModels.readModel<Total>('totals');
    expect([await model.get('bad'), await model.get('good')]).toMatchObject([{ total: 1 }, { total: 5 }]);
    await appendTo(store, counter('bad'), counted(3));
    await eventually('the third to be parked', () => broken.parking.list('projection-totals').length === 3);
    expect(broken.runner.lag().find(({ runner }) => runner === 'projection:totals')?.parked).toBe(3);
    await broken.stop();
    const fixed = { ...totals, reduce: (document: Total | null) => ({ total: -1, seen: (document?.seen ?? 0) + 1, open: true }) };
    const { runner, parking, stop } = await startRunner(store, readModels, { projections: asProjections(fixed) });
    await runner.live;
    expect(await parking.retry('projection-totals', counter('bad'), by)).toBe(3);
    expect(await model.get('bad')).toEqual({ total: -1, seen: 4, open: true });
    expect(parking.list()).toEqual([]);
    await stop();
  });

  it('rebuilds on a retry where a document has moved on without the parked event', async () => {
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    const shared = { ...totals, name: 'totals', ids: () => ['all'] };
    await appendTo(store, counter('bad'), counted(13));
    await appendTo(store, counter('good'), counted(5));
    const broken = await startRunner(store, readModels, { projections: asProjections(shared) });
    await broken.runner.live;
    await broken.stop();
    const fixed = { ...shared, reduce: (document: Total | null) => ({ total: 0, seen: (document?.seen ?? 0) + 1, open: true }) };
    const { runner, parking, stop } = await startRunner(store, readModels, { projections: asProjections(fixed) });
    await runner.live;
    await parking.retry('projection-totals', counter('bad'), by);
    await eventually('the next generation', async () => {
      const [checkpoint] = await readModels.checkpoints(['totals']);
      return checkpoint?.generation === 2 && checkpoint.state === 'live';
    });
    expect(await readModels.readModel('totals').get('all')).toMatchObject({ seen: 2 });
    expect(parking.list()).toEqual([]);
    await stop();
  });

  it('comes to the same documents by any batches, torn writes and restarts as by one pass', async () => {
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'forget'),
      n: fc.integer({ min: 0, max: 9 }),
      group: fc.constantFrom('g', 'h'),
      end: fc.boolean(),
    });
    const act = fc.constantFrom('append', 'append', 'append', 'tear', 'restart', 'lose');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(act, step), { minLength: 1, maxLength: 25 }), async (plan) => {
        const store = new InMemoryEventStore();
        const readModels = new TearingStore();
        let running = await startRunner(store, readModels);
        for (const [what, { key, n, group, end }] of plan) {
          if (what === 'append') await appendTo(store, counter(key), end ? closed() : counted(n, group));
          if (what === 'tear') readModels.tears += 1;
          if (what === 'lose') readModels.loseEverything();
          if (what === 'restart') {
            await running.stop();
            running = await startRunner(store, readModels);
          }
        }
        readModels.tears = 0;
        const position = (await store.head(['spec.'])) ?? -1n;
        await eventually('both models live at the head', async () => {
          const all = await readModels.checkpoints(['totals', 'groups']);
          return all.length === 2 && all.every((one) => one.state === 'live' && one.position >= position);
        });
        const [seenTotals, seenGroups] = [await contentOf(readModels, 'totals'), await contentOf(readModels, 'groups')];
        await running.stop();
        const once = new InMemoryReadModelStore();
        const fresh = await startRunner(store, once);
        await fresh.runner.live;
        await fresh.stop();
        expect(seenTotals).toEqual(await contentOf(once, 'totals'));
        expect(seenGroups).toEqual(await contentOf(once, 'groups'));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('Parking in the log', () => {
  const message = (messageId: string, key: string) => ({
    messageId,
    process: 'p',
    key,
    reason: { code: 'X', message: 'x' },
    payload: { kind: 'event', stream: 's', revision: '0', position: '0' } as const,
  });

  it('knows what waits after a restart, in order', async () => {
    const store = new InMemoryEventStore();
    const first = new EventSourcedParking({ store, service: 'spec' });
    await first.start();
    await Promise.all([
      first.park(message('1', 'a')),
      first.park(message('2', 'b')),
      first.park(message('3', 'a')),
      first.park(message('1', 'a')),
    ]);
    await first.discard('p', '2', by);
    await first.stop();
    const second = new EventSourcedParking({ store, service: 'spec' });
    await second.start();
    expect(second.list('p').map(({ messageId }) => messageId)).toEqual(['1', '3']);
    expect([second.isParked('p', 'a'), second.isParked('p', 'b'), second.isParked('q', 'a')]).toEqual([true, false, false]);
    await second.stop();
  });

  it('keeps what two instances park at once and lets the one with the handler drain what the other one asked', async () => {
    const store = new InMemoryEventStore();
    const [one, two] = [new EventSourcedParking({ store, service: 'spec' }), new EventSourcedParking({ store, service: 'spec' })];
    await Promise.all([one.start(), two.start()]);
    await Promise.all([one.park(message('1', 'a')), two.park(message('2', 'a'))]);
    await eventually('both to know both', () => one.list('p').length === 2 && two.list('p').length === 2);
    const handled: string[] = [];
    two.onRetry('p', async ({ messageId }) => void handled.push(messageId));
    expect(await one.retry('p', 'a', by)).toBe(0);
    await eventually('the key to be drained', () => one.list('p').length === 0);
    expect(handled).toHaveLength(2);
    await Promise.all([one.stop(), two.stop()]);
  });

  it('stops a retry at the first message that fails again', async () => {
    const store = new InMemoryEventStore();
    const parking = new EventSourcedParking({ store, service: 'spec' });
    await parking.start();
    for (const id of ['1', '2', '3']) await parking.park(message(id, 'a'));
    parking.onRetry('p', async ({ messageId }) => { if (messageId === '2') throw new Error('still bad'); }); // prettier-ignore
    expect(await parking.retry('p', 'a', by)).toBe(1);
    expect(parking.list('p').map(({ messageId }) => messageId)).toEqual(['2', '3']);
    await parking.stop();
  });
});
