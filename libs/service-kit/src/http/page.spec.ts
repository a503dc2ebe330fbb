import { beforeEach, describe, expect, it } from '@jest/globals';
import { InMemoryReadModelStore, type ReadModel } from '@guildhall/event-sourcing';
import { readPage, type Page } from './page.js';

type Row = Readonly<{ sortKey: string; kind: string }>;

const generation = { name: 'rows', generation: 1 };
const live = {
  name: 'rows',
  version: 1,
  generation: 1,
  logId: 'log',
  position: 9n,
  claimed: 9n,
  state: 'live',
  owner: 'spec',
} as const;

describe('A page of a list', () => {
  let store: InMemoryReadModelStore;
  let model: ReadModel<Row>;
  const add = (...ids: readonly string[]): Promise<unknown> =>
    store.write(
      generation,
      ids.map((id) => ({ id, position: 1n, over: null, doc: { sortKey: `key-${id}`, kind: id === 'x' ? 'other' : 'row' } })),
    );
  const read = (order: 'rising' | 'falling', cursor?: string): Promise<Page<string>> =>
    readPage(model, {
      filter: { kind: 'row' },
      order,
      request: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      itemsOf: ({ _id }) => [_id],
    });

  beforeEach(async () => {
    store = new InMemoryReadModelStore();
    await store.begin(live, [], null);
    model = store.readModel<Row>('rows');
    await add('a', 'b', 'c', 'x');
  });

  it.each([
    ['rising', ['a', 'b'], ['c']],
    ['falling', ['c', 'b'], ['a']],
  ] as const)('goes on where the one before ended, %s', async (order, first, second) => {
    const page = await read(order);
    expect(page.items).toEqual(first);
    expect(await read(order, page.next)).toEqual({ items: second });
  });
  it('neither repeats nor hides others when documents come in before it', async () => {
    const { next } = await read('falling');
    await add('d');
    expect(await read('falling', next)).toEqual({ items: ['a'] });
  });
  it('names no next page when it ends with the last document', async () => {
    await add('d');
    const { next } = await read('rising');
    expect(await read('rising', next)).toEqual({ items: ['c', 'd'] });
  });
});
