import { describe, expect, it } from '@jest/globals';
import { asProjections, startRunner, totals } from '../projections/fixtures.js';
import { InMemoryReadModelStore } from '../projections/in-memory-read-model.store.js';
import type { Projection } from '../projections/projection.js';
import { ReadModelUnavailable } from '../projections/read-model.errors.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { rebuildBeside } from './rebuild-beside.js';

const [projection] = asProjections(totals) as readonly [Projection];
const counted = (n: number) => sampleEvent('Counted', { n, groups: [] });

const history = async (): Promise<InMemoryEventStore> => {
  const store = new InMemoryEventStore();
  for (let n = 0; n < 60; n += 1) await appendTo(store, `spec.counter-${n % 7}`, counted(n % 5));
  await appendTo(store, 'spec.counter-forget', counted(1), sampleEvent('CounterClosed'));
  await appendTo(store, 'spec.counter-bad', counted(2), counted(13), counted(3));
  return store;
};

describe('A rebuild beside the live generation', () => {
  it('finds unchanged code equal in every field, tombstones and parked streams included, and leaves nothing behind', async () => {
    const store = await history();
    const readModels = new InMemoryReadModelStore();
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    const report = await rebuildBeside({ store, readModels, projection, page: 10 });
    expect(report).toMatchObject({
      readModel: 'totals',
      documents: 8,
      tombstones: 1,
      differing: 0,
      differences: [],
      unsettled: 0,
      equal: true,
      events: 65,
    });
    expect(report.hash.live).toBe(report.hash.rebuilt);
    expect(report.position).toBe((await readModels.checkpoints(['totals']))[0]?.position);
    await stop();
  });

  it('lists what is not the same: changed, missing and too many', async () => {
    const store = await history();
    const readModels = new InMemoryReadModelStore();
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    await stop();
    const [live] = await readModels.checkpoints(['totals']);
    if (!live) throw new Error('no checkpoint');
    const documents = await readModels.load(live, ['1', '2']);
    await readModels.drop(live);
    for (const document of documents.values()) await readModels.write(live, [{ ...document, doc: { total: -1 }, over: null }]);
    await readModels.write(live, [{ id: 'invented', position: 1n, doc: { total: 0 }, over: null }]);
    const report = await rebuildBeside({ store, readModels, projection, maxDifferences: 2 });
    expect(report).toMatchObject({ equal: false, differing: 10 });
    expect(report.differences).toHaveLength(2);
    expect(report.hash.live).not.toBe(report.hash.rebuilt);
  });

  it('compares under writes: what moved on is compared again', async () => {
    const store = await history();
    const readModels = new InMemoryReadModelStore();
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    let writing = true;
    const writer = (async () => {
      for (let n = 0; writing && n < 400; n += 1) await appendTo(store, `spec.counter-${n % 3}`, counted(1));
    })();
    const report = await rebuildBeside({ store, readModels, projection });
    writing = false;
    await writer;
    expect(report).toMatchObject({ differing: 0 });
    await stop();
  });

  it('refuses a read model that is not live under this code', async () => {
    const store = await history();
    const readModels = new InMemoryReadModelStore();
    const { runner, stop } = await startRunner(store, readModels);
    await runner.live;
    await expect(rebuildBeside({ store, readModels, projection: { ...projection, version: 2 } })).rejects.toThrow(
      ReadModelUnavailable,
    );
    await stop();
  });
});
