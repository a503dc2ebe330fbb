import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { ReadModelUnavailable } from '../read-model.errors.js';
import { besideOf, DuplicateKey, type ReadModelCheckpoint, type ReadModelStore } from '../read-model-store.js';

type Item = Readonly<{
  state: string;
  amount: number;
  parties: readonly string[];
  lines?: readonly { id: string; done: boolean }[];
}>;

const fresh = (name: string, more: Partial<ReadModelCheckpoint> = {}): ReadModelCheckpoint => ({
  name,
  version: 1,
  generation: 1,
  logId: 'log-1',
  position: -1n,
  claimed: -1n,
  state: 'rebuilding',
  owner: '0:first',
  ...more,
});
const big = 2n ** 60n;

/** Every store of read models passes these cases. */
export const readModelStoreContract = (name: string, open: () => Promise<ReadModelStore>): void => {
  describe(`${name} as a store of read models`, () => {
    let store: ReadModelStore;
    const newName = (): string => `model-${newId().slice(-8)}`;
    /** A live model with these documents, each at position 10, 20, … */
    const live = async (documents: Readonly<Record<string, object | null>>): Promise<ReadModelCheckpoint> => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [], null);
      const rows = Object.entries(documents).map(([id, doc], index) => ({
        id,
        position: BigInt(10 * (index + 1)),
        doc,
        over: null,
      }));
      await store.write(checkpoint, rows);
      await store.claim([{ checkpoint, to: 1000n }]);
      await store.advance([{ checkpoint, to: 1000n, state: 'live' }]);
      return { ...checkpoint, position: 1000n, claimed: 1000n, state: 'live' };
    };
    const item = (state: string, amount: number, ...parties: string[]): Item => ({ state, amount, parties });
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('moves a checkpoint by compare-and-set and keeps positions beyond 2^53', async () => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [], null);
      expect(await store.claim([{ checkpoint, to: big + 1n }])).toEqual([]);
      expect(await store.checkpoints([checkpoint.name])).toEqual([{ ...checkpoint, claimed: big + 1n }]);
      expect(await store.advance([{ checkpoint, to: big + 1n, state: 'live', logId: 'log-2' }])).toEqual([]);
      const moved = { ...checkpoint, position: big + 1n, claimed: big + 1n, state: 'live', logId: 'log-2' };
      expect(await store.checkpoints([checkpoint.name])).toEqual([moved]);
    });

    it('takes a repeated claim and advance as done', async () => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [], null);
      expect(await store.claim([{ checkpoint, to: 5n }])).toEqual([]);
      expect(await store.claim([{ checkpoint, to: 5n }])).toEqual([]);
      expect(await store.advance([{ checkpoint, to: 5n }])).toEqual([]);
      expect(await store.advance([{ checkpoint, to: 5n }])).toEqual([]);
    });

    it('names the checkpoints that were lost, moves the others', async () => {
      const kept = fresh(newName());
      const gone = fresh(newName());
      await store.begin(kept, [], null);
      expect(await store.claim([{ checkpoint: gone, to: 5n }, { checkpoint: kept, to: 5n }])).toEqual([gone.name]); // prettier-ignore
      expect(await store.advance([{ checkpoint: gone, to: 5n }, { checkpoint: kept, to: 5n }])).toEqual([gone.name]); // prettier-ignore
      expect(await store.checkpoints([kept.name, gone.name])).toMatchObject([{ name: kept.name, position: 5n }]);
    });

    it('refuses the writer that was taken over, at every step', async () => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [], null);
      expect(await store.takeOver(checkpoint, '1:second')).toBe(true);
      expect(await store.claim([{ checkpoint, to: 5n }])).toEqual([checkpoint.name]);
      expect(await store.advance([{ checkpoint, to: 5n }])).toEqual([checkpoint.name]);
      expect(await store.takeOver(checkpoint, '0:third')).toBe(false);
    });

    it('writes a document over the one it was made from only, and takes a repeat as done', async () => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [], null);
      const at = (id: string, position: bigint, over: bigint | null, doc: object | null) => ({ id, position, over, doc });
      expect(await store.write(checkpoint, [at('a', 7n, null, { n: 1 }), at('b', 7n, null, { n: 1 })])).toEqual([]);
      expect(await store.write(checkpoint, [at('a', 7n, null, { n: 1 }), at('c', 8n, null, null)])).toEqual([]);
      const second = [
        at('a', 9n, 7n, { n: 2 }),
        at('b', 9n, 6n, { n: 3 }),
        at('d', 9n, 8n, { n: 4 }),
        at('c', 9n, null, { n: 5 }),
      ];
      expect([...(await store.write(checkpoint, second))].sort()).toEqual(['b', 'c', 'd']);
      expect(await store.write(checkpoint, [at('a', 9n, 7n, { n: 2 })])).toEqual([]);
      const loaded = await store.load(checkpoint, ['a', 'b', 'c', 'd']);
      expect(loaded.get('a')).toEqual({ id: 'a', position: 9n, doc: { n: 2 } });
      expect(loaded.get('b')).toEqual({ id: 'b', position: 7n, doc: { n: 1 } });
      expect(loaded.get('c')).toEqual({ id: 'c', position: 8n, doc: null });
      expect(loaded.has('d')).toBe(false);
    });

    it('begins a generation empty and drops the one before', async () => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [], null);
      await store.write(checkpoint, [{ id: 'a', position: 7n, doc: { n: 1 }, over: null }]);
      const next = { ...checkpoint, generation: 2 };
      await store.begin(next, [{ key: { n: 1 } }, { key: { n: 1, m: -1 } }], 1);
      expect((await store.load(next, ['a'])).size).toBe(0);
      expect((await store.load(checkpoint, ['a'])).size).toBe(0);
    });

    it('refuses a value that a unique index holds already, but not two tombstones', async () => {
      const checkpoint = fresh(newName());
      await store.begin(checkpoint, [{ key: { email: 1 }, unique: true }], null);
      await store.write(checkpoint, [{ id: 'a', position: 1n, doc: { email: 'x' }, over: null }, { id: 'b', position: 2n, doc: null, over: null }, { id: 'c', position: 3n, doc: null, over: null }]); // prettier-ignore
      await expect(store.write(checkpoint, [{ id: 'd', position: 4n, doc: { email: 'x' }, over: null }])).rejects.toThrow(
        DuplicateKey,
      );
    });

    it('hands out every document of a generation, tombstones included', async () => {
      const checkpoint = await live({ a: { n: 1 }, b: null });
      const all = [];
      for await (const document of store.all(checkpoint)) all.push(document);
      expect(all.sort((x, y) => x.id.localeCompare(y.id))).toEqual([
        { id: 'a', position: 10n, doc: { n: 1 } },
        { id: 'b', position: 20n, doc: null },
      ]);
    });

    it('answers queries by id, filter, sort, skip and limit, without tombstones', async () => {
      const documents = {
        a: item('open', 5, 'p1', 'p2'),
        b: item('closed', 7, 'p1'),
        c: item('open', 9, 'p3'),
        d: null,
        e: item('open', 1, 'p1'),
      };
      const { name: model } = await live(documents);
      const items = store.readModel<Item>(model);
      expect(await items.get('a')).toEqual(documents.a);
      expect(await items.get('d')).toBeNull();
      expect(await items.get('z')).toBeNull();
      expect(await items.find({ state: 'open' }, { sort: { amount: -1 } })).toEqual([
        { _id: 'c', ...documents.c },
        { _id: 'a', ...documents.a },
        { _id: 'e', ...documents.e },
      ]);
      const ids = async (...[filter, options]: Parameters<typeof items.find>): Promise<string[]> =>
        (await items.find(filter, options)).map(({ _id }) => _id);
      expect(await ids({}, { sort: { amount: 1 }, skip: 1, limit: 2 })).toEqual(['a', 'b']);
      expect(await ids({ parties: 'p1', amount: { $gte: 5 } }, { sort: { amount: 1 } })).toEqual(['a', 'b']);
      expect(await ids({ $or: [{ amount: { $lt: 2 } }, { parties: { $in: ['p3'] } }] }, { sort: { _id: -1 } })).toEqual([
        'e',
        'c',
      ]);
      expect(await ids({ state: { $ne: 'open' } })).toEqual(['b']);
      expect(await ids({ _id: { $in: ['a', 'd'] } })).toEqual(['a']);
      expect(await items.count({ state: 'open' })).toBe(3);
      expect(await items.count({ missing: { $exists: true } })).toBe(0);
    });

    it('looks into arrays of objects and keeps nested values', async () => {
      const withLines = (...lines: { id: string; done: boolean }[]): Item => ({ ...item('open', 1), lines });
      const documents = {
        a: withLines({ id: 'x', done: true }, { id: 'y', done: false }),
        b: withLines({ id: 'x', done: false }),
      };
      const items = store.readModel<Item>((await live(documents)).name);
      expect((await items.find({ lines: { $elemMatch: { id: 'x', done: true } } })).map(({ _id }) => _id)).toEqual(['a']);
      expect((await items.find({ 'lines.id': 'y' })).map(({ _id }) => _id)).toEqual(['a']);
      expect(await items.get('b')).toEqual(documents.b);
    });

    it('refuses queries of a model that is being rebuilt or is not there', async () => {
      const checkpoint = await live({ a: { n: 1 } });
      const model = store.readModel(checkpoint.name);
      expect(await model.get('a')).toEqual({ n: 1 });
      await store.begin({ ...checkpoint, generation: 2, position: -1n, claimed: -1n, state: 'rebuilding' }, [], 1);
      await expect(model.get('a')).rejects.toThrow(ReadModelUnavailable);
      await expect(store.readModel(newName()).count({})).rejects.toThrow(ReadModelUnavailable);
    });

    it('answers from the new generation once it is live', async () => {
      const checkpoint = await live({ a: { n: 1 } });
      const model = store.readModel(checkpoint.name);
      await model.get('a');
      const next = { ...checkpoint, generation: 2, position: -1n, claimed: -1n, state: 'rebuilding' } as const;
      await store.begin(next, [], 1);
      await store.write(next, [{ id: 'a', position: 10n, doc: { n: 2 }, over: null }]);
      await store.advance([{ checkpoint: next, to: 1000n, state: 'live' }]);
      expect(await model.get('a')).toEqual({ n: 2 });
    });

    it('switches to a second generation and back: queries meet the one or the other, and the writer goes on with both', async () => {
      const checkpoint = await live({ a: { n: 1 } });
      const model = store.readModel(checkpoint.name);
      const beside = { ...checkpoint, name: besideOf(checkpoint.name), generation: 2 };
      await store.begin({ ...beside, state: 'rebuilding' }, [], null);
      await store.write(beside, [{ id: 'a', position: 10n, doc: { n: 2 }, over: null }]);
      await store.advance([{ checkpoint: beside, to: 1000n, state: 'live' }]);
      expect(await model.get('a')).toEqual({ n: 1 });
      expect(await store.swap(checkpoint, beside)).toBe(true);
      expect(await model.get('a')).toEqual({ n: 2 });
      const [switched, former] = [
        { ...checkpoint, generation: 2, former: 1 },
        { ...beside, generation: 1 },
      ];
      const byName = (all: readonly ReadModelCheckpoint[]) => Object.fromEntries(all.map((one) => [one.name, one]));
      expect(byName(await store.checkpoints([checkpoint.name, beside.name]))).toEqual(byName([switched, former]));
      expect(await store.advance([{ checkpoint: switched, to: 1001n }, { checkpoint: former, to: 1001n }])).toEqual([]); // prettier-ignore
      const moved = { position: 1001n, claimed: 1001n };
      expect(await store.swap({ ...switched, ...moved }, { ...former, ...moved })).toBe(true);
      expect(await model.get('a')).toEqual({ n: 1 });
    });

    it('refuses a switch by a writer that was taken over, and takes a repeat as done', async () => {
      const checkpoint = await live({ a: { n: 1 } });
      const beside = { ...checkpoint, name: besideOf(checkpoint.name), generation: 2 };
      await store.begin(beside, [], null);
      expect(await store.swap({ ...checkpoint, owner: '9:other' }, beside)).toBe(false);
      expect(await store.swap({ ...checkpoint, position: 999n }, beside)).toBe(false);
      expect([await store.swap(checkpoint, beside), await store.swap(checkpoint, beside)]).toEqual([true, true]);
      expect((await store.checkpoints([checkpoint.name]))[0]).toMatchObject({ generation: 2, former: 1 });
    });

    it('abandons a second generation and leaves the live one', async () => {
      const checkpoint = await live({ a: { n: 1 } });
      const beside = { ...checkpoint, name: besideOf(checkpoint.name), generation: 2 };
      await store.begin(beside, [], null);
      await store.write(beside, [{ id: 'a', position: 10n, doc: { n: 2 }, over: null }]);
      await store.abandon(beside);
      await store.abandon(beside);
      expect(await store.checkpoints([beside.name])).toEqual([]);
      expect((await store.load(beside, ['a'])).size).toBe(0);
      expect(await store.readModel(checkpoint.name).get('a')).toEqual({ n: 1 });
    });

    it('waits for a position, and says how far behind it is when the wait was in vain', async () => {
      const checkpoint = await live({});
      const model = store.readModel(checkpoint.name);
      expect(await model.waitFor(1000n, 100)).toBe(0);
      const waiting = model.waitFor(1001n, 2_000);
      await store.advance([{ checkpoint, to: 1001n }]);
      expect(await waiting).toBe(0);
      expect(await model.waitFor(1002n, 20)).toBe(1);
    });
  });
};
