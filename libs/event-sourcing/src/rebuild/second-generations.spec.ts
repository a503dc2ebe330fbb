import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { processContext } from '../commands/wallet.factory.js';
import { asProjections, contentOf, startRunner, totals } from '../projections/fixtures.js';
import { InMemoryReadModelStore } from '../projections/in-memory-read-model.store.js';
import { besideOf, type DocumentChange, type Generation } from '../projections/read-model-store.js';
import type { AllMessage } from '../store/event-store.port.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { ReadModelDesk } from './read-model-desk.js';

/** A store whose subscriptions deliver nothing before they are let, while reads see everything. */
class LateTail {
  private readonly let = Promise.withResolvers<void>();

  deliver(): void {
    this.let.resolve();
  }

  over(store: InMemoryEventStore): InMemoryEventStore {
    const delayed = async function* (
      wait: Promise<void>,
      ...args: Parameters<InMemoryEventStore['subscribeAll']>
    ): AsyncIterable<AllMessage> {
      // Parking reads its own streams and is to be there first.
      if (args[0].prefixes.includes('spec.')) await wait;
      yield* store.subscribeAll(...args);
    };
    return Object.assign(Object.create(store) as InMemoryEventStore, {
      subscribeAll: (...args: Parameters<InMemoryEventStore['subscribeAll']>) => delayed(this.let.promise, ...args),
    });
  }
}

/** Holds the writes into a generation while told so, and says that one waits. */
class HeldReadModels extends InMemoryReadModelStore {
  private gate: Readonly<{ generation: number; waits: () => void; open: Promise<void> }> | null = null;

  /** Answers once a write into the generation waits; `open` lets it go on, and with it the pass of the projector. */
  hold(generation: number): Readonly<{ waiting: Promise<void>; open: () => void }> {
    const [waiting, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    this.gate = { generation, waits: () => waiting.resolve(), open: opened.promise };
    return { waiting: waiting.promise, open: () => opened.resolve() };
  }

  override async write(generation: Generation, changes: readonly DocumentChange[]): Promise<readonly string[]> {
    if (this.gate?.generation === generation.generation) {
      this.gate.waits();
      await this.gate.open;
    }
    return super.write(generation, changes);
  }
}

/** Lets everything run that waits for nothing but its turn. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
};

const counted = (n: number) => sampleEvent('Counted', { n, groups: [] });
const by = (reason = 'the drill', commandId = newId()) => ({ context: processContext({ commandId }), accountId: 'op-1', reason });

describe('A second generation', () => {
  const ending: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });

  const world = async () => {
    const store = new InMemoryEventStore();
    const readModels = new HeldReadModels();
    for (let n = 0; n < 60; n += 1) await appendTo(store, `spec.counter-${n % 7}`, counted(n % 5));
    await appendTo(store, 'spec.counter-forget', counted(1), sampleEvent('CounterClosed'));
    await appendTo(store, 'spec.counter-bad', counted(2), counted(13), counted(3));
    const projections = asProjections(totals);
    const desk = new ReadModelDesk({ store, readModels, service: 'spec', projections });
    const start = async (more: Parameters<typeof startRunner>[2] = {}) => {
      const started = await startRunner(more.store ?? store, readModels, { projections, ...more });
      ending.push(started.stop);
      await started.runner.live;
      return started;
    };
    const standing = async () => (await desk.standings())[0];
    const built = (order: string) =>
      eventually('the second generation', async () => (await standing())?.built?.order === order, 10_000);
    return { store, readModels, desk, start, standing, built };
  };

  it('is built beside the live one, equal in every field, poison and tombstones included, and kept up to date', async () => {
    const { store, readModels, desk, start, standing, built } = await world();
    const { parking } = await start();
    const parked = parking.list().length;
    const { order, outcome } = await desk.rebuild('totals', by());
    expect(outcome).toBeNull();
    await built(order);
    expect(await standing()).toMatchObject({
      live: { generation: 1, state: 'live' },
      beside: { generation: 2, state: 'live' },
      built: { order, generation: 2, documents: 8, differing: 0, examples: [] },
      pending: [],
    });
    expect(parking.list()).toHaveLength(parked);
    const position = await appendTo(store, 'spec.counter-new', counted(4), counted(13), counted(2));
    expect(await readModels.readModel('totals').waitFor(position, 5_000)).toBe(0);
    const [live, beside] = [await contentOf(readModels, 'totals'), await contentOf(readModels, besideOf('totals'))];
    expect(beside).toEqual(live);
    expect(live['new']).toMatchObject({ doc: { total: 4 } });
  });

  it('takes over and gives back by order, with actor and reason in the log; a repeat is one order', async () => {
    const { store, readModels, desk, start, built } = await world();
    await start();
    const model = readModels.readModel<{ total: number }>('totals');
    const before = await model.get('1');
    await built((await desk.rebuild('totals', by())).order);
    const again = by('looks right');
    const switched = await desk.switchOver('totals', again, 0);
    expect(switched.outcome).toMatchObject({ type: 'Switched', data: { from: 1, to: 2 } });
    expect(await desk.switchOver('totals', again, 0)).toEqual(switched);
    expect(await model.get('1')).toEqual(before);
    await appendTo(store, 'spec.counter-1', counted(4));
    const rolledBack = await desk.rollBack('totals', by('wrong after all'));
    expect(rolledBack.outcome).toMatchObject({ type: 'Switched', data: { from: 2, to: 1 } });
    expect(await model.get('1')).toMatchObject({ total: (before?.total ?? 0) + 4 });
    const orders = [];
    for await (const { type, data } of store.read('spec.readmodel-totals'))
      if (type.endsWith('Ordered')) orders.push({ type, data });
    expect(orders).toEqual([
      { type: 'RebuildOrdered', data: { by: { accountId: 'op-1', reason: 'the drill' } } },
      { type: 'SwitchOrdered', data: { by: { accountId: 'op-1', reason: 'looks right' }, differing: 0 } },
      { type: 'RollbackOrdered', data: { by: { accountId: 'op-1', reason: 'wrong after all' } } },
    ]);
  });

  it('refuses what makes no sense: nothing beside, the wrong way round, more differences than were accepted', async () => {
    const { readModels, desk, start, built, standing } = await world();
    await start();
    const refused = (reason: string) => ({ outcome: { type: 'OrderRefused', data: { reason } } });
    expect(await desk.switchOver('totals', by(), 0)).toMatchObject(refused('totals has no second generation that is live'));
    const [live] = await readModels.checkpoints(['totals']);
    if (!live) throw new Error('no checkpoint');
    await readModels.write(live, [{ id: 'invented', position: 1n, doc: { total: 0 }, over: null }]);
    await built((await desk.rebuild('totals', by())).order);
    expect(await standing()).toMatchObject({ built: { differing: 1, examples: ['invented'] } });
    expect(await desk.switchOver('totals', by(), 0)).toMatchObject(refused('1 documents of totals differ, 0 were accepted'));
    expect(await desk.rollBack('totals', by())).toMatchObject(refused('Generation 2 of totals is not the older one'));
    expect(await desk.switchOver('totals', by(), 1)).toMatchObject({ outcome: { type: 'Switched' } });
    expect(await readModels.readModel('totals').get('invented')).toBeNull();
  });

  it('outlives its projector: kept up to date and switched by the next one, which also carries out what waited', async () => {
    const { store, readModels, desk, start, built, standing } = await world();
    const first = await start({ term: () => 1n });
    await built((await desk.rebuild('totals', by())).order);
    await first.stop();
    await appendTo(store, 'spec.counter-2', counted(4));
    const waiting = desk.switchOver('totals', by(), 0);
    await eventually('the order waits', async () => (await standing())?.pending.length === 1);
    await start({ term: () => 2n });
    expect(await waiting).toMatchObject({ outcome: { type: 'Switched', data: { from: 1, to: 2 } } });
    expect(await contentOf(readModels, 'totals')).toEqual(await contentOf(readModels, besideOf('totals')));
  });

  it('is compared only once the live one has seen what was read for it', async () => {
    const { store, readModels, desk, start, standing } = await world();
    await (await start({ term: () => 1n })).stop();
    await appendTo(store, 'spec.counter-3', counted(4));
    const { order } = await desk.rebuild('totals', by());
    const late = new LateTail();
    await start({ term: () => 2n, store: late.over(store) });
    await eventually('built', async () => (await readModels.checkpoints([besideOf('totals')]))[0]?.state === 'live', 10_000);
    late.deliver();
    await eventually('compared', async () => (await standing())?.built?.order === order, 10_000);
    expect((await standing())?.built).toMatchObject({ differing: 0, examples: [] });
  });

  it('is dropped for the next one while no batch is being written into it', async () => {
    const { store, readModels, desk, start, built, standing } = await world();
    const late = Object.create(store) as InMemoryEventStore;
    const second = Promise.withResolvers<string>();
    let isFirst = true;
    // Just before the outcome of the first order, the second one comes and a batch is on its way into what the first one built.
    const append: InMemoryEventStore['append'] = async (stream, expected, events) => {
      if (events.some(({ type }) => type === 'BuiltBeside') && isFirst) {
        isFirst = false;
        const held = readModels.hold(2);
        second.resolve((await desk.rebuild('totals', by())).order);
        await appendTo(store, 'spec.counter-new', counted(4));
        await held.waiting;
        void turns(200).then(held.open);
      }
      return store.append(stream, expected, events);
    };
    await start({ store: Object.assign(late, { append }) });
    await desk.rebuild('totals', by());
    await built(await second.promise);
    expect(await standing()).toMatchObject({ built: { generation: 3, differing: 0 } });
    const position = await appendTo(store, 'spec.counter-2', counted(3));
    expect(await readModels.readModel('totals').waitFor(position, 5_000)).toBe(0);
    expect(await desk.switchOver('totals', by(), 0)).toMatchObject({ outcome: { type: 'Switched', data: { from: 1, to: 3 } } });
    expect(await contentOf(readModels, 'totals')).toEqual(await contentOf(readModels, besideOf('totals')));
  });

  it('goes where the database is lost; its number is not given again', async () => {
    const { readModels, desk, start, built, standing } = await world();
    await start();
    await built((await desk.rebuild('totals', by())).order);
    const [live] = await readModels.checkpoints(['totals']);
    if (!live) throw new Error('no checkpoint');
    await readModels.forget('totals');
    await eventually('rebuilt in place', async () => (await standing())?.live?.state === 'live');
    expect(await standing()).toMatchObject({ live: { generation: 3 }, beside: null });
  });

  it('is dropped where a switch was cut between its two steps', async () => {
    const { readModels, desk, start, built, standing } = await world();
    const first = await start({ term: () => 1n });
    await built((await desk.rebuild('totals', by())).order);
    await first.stop();
    const [live] = await readModels.checkpoints(['totals']);
    const [beside] = await readModels.checkpoints([besideOf('totals')]);
    if (!live || !beside) throw new Error('no checkpoints');
    await readModels.swap(live, { ...beside, owner: 'nobody' });
    expect(await standing()).toMatchObject({ live: { generation: 2 }, beside: { generation: 2 } });
    await start({ term: () => 2n });
    expect(await standing()).toMatchObject({ live: { generation: 2, state: 'live' }, beside: null });
    expect(await readModels.readModel('totals').get('1')).not.toBeNull();
  });
});
