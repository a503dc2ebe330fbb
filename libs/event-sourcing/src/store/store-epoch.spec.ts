import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore } from './in-memory.store.js';
import { beginStoreEpoch, storeEpoch, STORE_EPOCH_STREAM, type Restored } from './store-epoch.js';

const restored: Restored = {
  actor: { kind: 'account', id: 'ada' },
  reason: 'the disk was lost',
  restoredUpTo: 9_007_199_254_740_993n,
  backedUpAt: '2026-03-15T10:00:00.000Z',
  at: '2026-03-15T11:00:00.000Z',
};

describe('The epoch of a store', () => {
  it('is the first until a restore, and the next after each', async () => {
    const store = new InMemoryEventStore();
    expect(await storeEpoch(store)).toBe(1);
    expect(await beginStoreEpoch(store, restored)).toBe(2);
    expect(await beginStoreEpoch(store, restored)).toBe(3);
    expect(await storeEpoch(store)).toBe(3);
  });

  it('says who restored, why, from when and up to where', async () => {
    const store = new InMemoryEventStore();
    await beginStoreEpoch(store, restored);
    expect(await store.readLast(STORE_EPOCH_STREAM)).toMatchObject({
      type: 'StoreEpochBegun',
      data: { epoch: 2, restoredUpTo: '9007199254740993', backedUpAt: restored.backedUpAt, reason: restored.reason },
      metadata: { actor: restored.actor, occurredAt: restored.at },
    });
  });

  it('makes another log of it, so that read models of before are rebuilt', async () => {
    const store = new InMemoryEventStore();
    await beginStoreEpoch(store, restored);
    const second = await store.logId();
    await beginStoreEpoch(store, restored);
    expect(await store.logId()).not.toBe(second);
  });
});
