import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testMongoUrl } from './contract/config.js';
import { MongoReadModelStore } from './mongo-read-model.store.js';

const GENERATION = { name: 'renewal', generation: 1 };
/** More than the driver fetches at once, so that the iteration asks again after the change. */
const DOCUMENTS = 300;

describe('Read models whose connection string changes', () => {
  const url = testMongoUrl();
  let store: MongoReadModelStore;

  beforeAll(async () => {
    store = await MongoReadModelStore.connect(() => url);
    await store.prepare(GENERATION, []);
    const changes = Array.from({ length: DOCUMENTS }, (_, n) => ({ id: `d-${n}`, position: 1n, doc: { n }, over: null }));
    await store.write(GENERATION, changes);
  }, 60_000);
  afterAll(async () => {
    await store.dropEverything();
    await store.close();
  }, 60_000);

  it('go on over the new connection, and an iteration that runs ends on the former one', async () => {
    const ids = new Set<string>();
    for await (const { id } of store.all(GENERATION)) {
      if (ids.size === 0) await store.renew(`${url}&appName=renewed`);
      ids.add(id);
    }
    expect(ids.size).toBe(DOCUMENTS);
    expect((await store.load(GENERATION, ['d-7'])).get('d-7')?.doc).toEqual({ n: 7 });
  }, 60_000);

  it('stay with the former one where the new one does not answer', async () => {
    await expect(store.renew('mongodb://127.0.0.1:1/none?serverSelectionTimeoutMS=200')).rejects.toThrow();
    expect((await store.load(GENERATION, ['d-7'])).get('d-7')?.doc).toEqual({ n: 7 });
  }, 60_000);
});
