import { afterEach, describe, expect, it } from '@jest/globals';
import { newId, type DomainEvent, type StorageContract } from '@guildhall/kernel';
import { processContext } from '../commands/wallet.factory.js';
import { CachedSubjectKeys } from '../keys/cached-subject-keys.js';
import { InMemorySubjectKeys } from '../keys/in-memory-subject-keys.js';
import { ERASED } from '../keys/subject-keys.port.js';
import { asProjections, startRunner, totals } from '../projections/fixtures.js';
import { InMemoryReadModelStore } from '../projections/in-memory-read-model.store.js';
import { defineProjection } from '../projections/projection.js';
import { besideOf, type Generation } from '../projections/read-model-store.js';
import { codedStore } from '../store/coded-store.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { Erasures } from './erasures.js';
import { ReadModelDesk } from './read-model-desk.js';

type Noted = DomainEvent<'Noted', { by: string; text: string }>;
type Note = Readonly<{ texts: readonly string[] }>;

const storage = {
  category: 'spec.note',
  schemaVersions: { Noted: 1 },
  personal: { Noted: { text: { subject: 'by', purpose: 'content' } } },
} as const satisfies StorageContract<Noted>;

/** For specs: cannot take an erased text where the note says so. */
const notes = defineProjection<Noted, Note>({
  name: 'notes',
  version: 1,
  from: ['spec.note'],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { data, streamKey }) {
    if (streamKey === 'brittle' && data.text === ERASED) throw new Error('no words');
    return { texts: [...(document?.texts ?? []), data.text] };
  },
});

/** Fails at the drop of a generation until it is mended, as a process that is killed there. */
class CutReadModels extends InMemoryReadModelStore {
  state: 'whole' | 'cut' = 'whole';
  cuts = 0;

  async rowsOf(generation: number): Promise<readonly object[]> {
    const rows: object[] = [];
    for await (const row of this.all({ name: 'notes', generation })) rows.push(row);
    return rows;
  }

  override async abandon(checkpoint: Generation): Promise<void> {
    if (this.state === 'whole') return super.abandon(checkpoint);
    this.cuts += 1;
    throw new Error('killed before the drop');
  }
}

describe('The erasure of read models', () => {
  const ending: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });

  const world = async () => {
    const keyStore = new InMemorySubjectKeys();
    const keys = new CachedSubjectKeys(keyStore);
    const store = codedStore(new InMemoryEventStore(), { storages: [storage], keys });
    const readModels = new CutReadModels();
    const projections = asProjections(notes, totals);
    const say = (note: string, by: string, text: string) =>
      appendTo(store, `spec.note-${note}`, sampleEvent('Noted', { by, text }));
    await say('1', 'ada', 'Ada was here');
    await say('1', 'ben', 'so was Ben');
    await say('2', 'eve', 'Eve too');
    const desk = new ReadModelDesk({ store, readModels, service: 'spec', projections });
    const erasures = new Erasures({ store, service: 'spec', projections, storages: [storage] });
    const forgetSubject = (subjectId: string): void => keys.forget(subjectId);
    const start = async (term = 1n) => {
      const started = await startRunner(store, readModels, { projections, forgetSubject, term: () => term });
      ending.push(started.stop);
      await started.runner.live;
      return started;
    };
    /** By another process: the keys cached here still open everything. */
    const destroy = async (subjectId: string) => {
      await keyStore.destroy(subjectId);
      return { eventId: newId(), subjectId };
    };
    const erasedAt = async (subjectId: string) => {
      const [standing] = await erasures.standings(subjectId);
      return standing?.erasures.at(-1)?.erasedAt ?? null;
    };
    const erased = (...subjects: readonly string[]) =>
      eventually('erased', async () => !(await Promise.all(subjects.map(erasedAt))).includes(null), 10_000);
    const texts = async (note: string) => (await readModels.readModel<Note>('notes').get(note))?.texts;
    const outcomes = async () => {
      const found: object[] = [];
      for await (const { type, data } of store.read('spec.readmodel-notes')) if (type === 'Erased') found.push(data);
      return found;
    };
    return { store, readModels, desk, erasures, say, start, destroy, erased, texts, outcomes };
  };
  const by = { context: processContext({ commandId: newId() }), accountId: 'op-1', reason: 'the drill' };

  it('concerns those alone that are fed by personal fields', async () => {
    const { erasures } = await world();
    expect(erasures.readModels).toEqual(['notes']);
  });

  it('builds them anew without the words, and drops what held them', async () => {
    const { readModels, erasures, start, destroy, erased, texts, outcomes } = await world();
    await start();
    expect(await texts('1')).toEqual(['Ada was here', 'so was Ben']);
    const ada = await destroy('ada');
    await Promise.all([erasures.order([ada]), erasures.order([ada])]);
    await erased('ada');
    expect([await texts('1'), await texts('2')]).toEqual([[ERASED, 'so was Ben'], ['Eve too']]);
    expect(await outcomes()).toEqual([{ order: expect.any(String), from: 1, to: 2, milliseconds: expect.any(Number) }]);
    expect(await readModels.rowsOf(1)).toEqual([]);
    expect(await readModels.checkpoints([besideOf('notes')])).toEqual([]);
    await erasures.order([ada]);
    expect(await outcomes()).toHaveLength(1);
  });

  it('settles all orders that wait by one rebuild', async () => {
    const { erasures, start, destroy, erased, texts, outcomes } = await world();
    const first = await start();
    await first.stop();
    await erasures.order([await destroy('ada'), await destroy('eve')]);
    await erasures.order([await destroy('ben')]);
    expect(await erasures.waiting()).toHaveLength(3);
    await start(2n);
    await erased('ada', 'eve', 'ben');
    expect((await outcomes()).map((outcome) => ({ ...outcome, order: '', milliseconds: 0 }))).toEqual(
      Array.from({ length: 3 }, () => ({ order: '', from: 1, to: 2, milliseconds: 0 })),
    );
    expect([await texts('1'), await texts('2')]).toEqual([[ERASED, ERASED], [ERASED]]);
    expect(await erasures.waiting()).toEqual([]);
  });

  it('serves people who are forgotten one after another by few rebuilds and few looks at the orders', async () => {
    const { store, erasures, say, start, destroy, erased, texts, outcomes } = await world();
    const people = Array.from({ length: 120 }, (_, number) => `person-${number}`);
    for (const person of people) await say('crowd', person, `${person} was here`);
    await start();
    let read = 0;
    const reading = store.read.bind(store);
    store.read = async function* (stream, options) {
      for await (const event of reading(stream, options)) {
        if (stream === 'spec.readmodel-notes') read += 1;
        yield event;
      }
    };
    // Each is waited for until its order is in the log and seen, as they are where operators work through a list.
    for (const person of people) await erasures.order([await destroy(person)]);
    await erased(...people);
    const told = (await outcomes()) as readonly { to: number }[];
    expect(told).toHaveLength(people.length);
    expect(new Set(told.map(({ to }) => to)).size).toBeLessThanOrEqual(4);
    expect(await texts('crowd')).toEqual(people.map(() => ERASED));
    // Orders and outcomes, by the ordering side, the projector and the looks of this spec: not by each order anew.
    expect(read).toBeLessThan(people.length * 20);
  });

  it('takes the way back from operators, and goes on with what is said after it', async () => {
    const { desk, erasures, say, start, destroy, erased, texts } = await world();
    await start();
    const { order } = await desk.rebuild('notes', by);
    await eventually('the second generation', async () => (await desk.standings())[0]?.built?.order === order, 10_000);
    await erasures.order([await destroy('ada')]);
    await erased('ada');
    expect((await desk.standings())[0]).toMatchObject({ live: { generation: 3, state: 'live' }, beside: null, pending: [] });
    const context = processContext({ commandId: newId() });
    expect(await desk.rollBack('notes', { ...by, context })).toMatchObject({ outcome: { type: 'OrderRefused' } });
    await say('2', 'ada', 'after the end');
    await say('2', 'ben', 'still here');
    await eventually('what came later', async () => (await texts('2'))?.length === 3);
    expect(await texts('2')).toEqual(['Eve too', ERASED, 'still here']);
  });

  it('is done by the next projector where one was killed between switch and drop', async () => {
    const { readModels, desk, erasures, start, destroy, erased, texts, outcomes } = await world();
    const first = await start();
    readModels.state = 'cut';
    await erasures.order([await destroy('ada')]);
    await eventually('cut', () => readModels.cuts > 0, 10_000);
    await first.stop();
    expect(await outcomes()).toEqual([]);
    readModels.state = 'whole';
    await start(2n);
    await erased('ada');
    expect(await texts('1')).toEqual([ERASED, 'so was Ben']);
    const [standing] = await desk.standings();
    expect(standing).toMatchObject({ live: { state: 'live' }, beside: null });
    for (let generation = 1; generation < Number(standing?.live?.generation); generation += 1)
      expect(await readModels.rowsOf(generation)).toEqual([]);
  });

  it('waits for a rebuild in place, and does not take that for its own', async () => {
    const { readModels, erasures, start, destroy, erased, texts, outcomes } = await world();
    const first = await start();
    await first.stop();
    await erasures.order([await destroy('ada')]);
    readModels.loseEverything();
    await start(2n);
    await erased('ada');
    expect(await texts('1')).toEqual([ERASED, 'so was Ben']);
    expect(await outcomes()).toEqual([{ order: expect.any(String), from: 1, to: 2, milliseconds: expect.any(Number) }]);
  });

  it('parks what a projection cannot take without the words', async () => {
    const { erasures, say, start, destroy, erased, texts } = await world();
    await say('brittle', 'ben', 'first');
    await say('brittle', 'ada', 'second');
    const { parking } = await start();
    await erasures.order([await destroy('ada')]);
    await erased('ada');
    expect(parking.list().map(({ key, reason }) => [key, reason.message])).toEqual([['spec.note-brittle', 'Error: no words']]);
    expect(await texts('brittle')).toEqual(['first']);
  });
});
