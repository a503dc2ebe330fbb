import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { EventSourcedParking } from '../parking/event-sourced-parking.js';
import { rebuildBeside } from '../rebuild/rebuild-beside.js';
import { testEventStoreUrl } from '../store/contract/config.js';
import { EventStoreDbStore } from '../store/eventstoredb.store.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { testMongoUrl } from './contract/config.js';
import { contentOf, totals, type Total } from './fixtures.js';
import { MongoReadModelStore } from './mongo-read-model.store.js';
import { ProjectionRunner } from './projection-runner.js';
import { defineProjection, type Projection } from './projection.js';

const STREAMS = 50;
const EACH = 40;

describe('Projections on the real servers', () => {
  // A service of its own for each run: suites share one log.
  const service = `suite${newId().replaceAll('-', '')}`;
  const mongoUrl = testMongoUrl();
  const projection = defineProjection({ ...totals, from: [`${service}.counter`] }) as unknown as Projection;
  let store: EventStoreDbStore;
  let readModels: MongoReadModelStore;
  let parking: EventSourcedParking;
  let runner: ProjectionRunner;

  beforeAll(async () => {
    store = new EventStoreDbStore(testEventStoreUrl());
    readModels = await MongoReadModelStore.connect(mongoUrl);
    const write = async (key: string): Promise<void> => {
      const events = Array.from({ length: EACH }, (_, n) => sampleEvent('Counted', { n: n % 10, groups: [] }));
      await store.append(`${service}.counter-${key}`, 'no_stream', events);
    };
    await Promise.all(Array.from({ length: STREAMS }, (_, n) => write(`c${n}`)));
    parking = new EventSourcedParking({ store, service });
    await parking.start();
    runner = new ProjectionRunner({ store, readModels, parking, service, projections: [projection], checkMs: 200 });
    await runner.start();
    await runner.live;
  }, 60_000);

  afterAll(async () => {
    await runner.stop();
    await parking.stop();
    await readModels.close();
    await store.close();
  });

  it('builds all documents and shows what is appended', async () => {
    const model = readModels.readModel<Total>('totals');
    expect(await model.count({ seen: EACH })).toBe(STREAMS);
    const { position } = await store.append(`${service}.counter-new`, 'no_stream', [
      sampleEvent('Counted', { n: 5, groups: [] }),
    ]);
    expect(await model.waitFor(position, 5_000)).toBe(0);
    expect(await model.get('new')).toEqual({ total: 5, seen: 1, open: true });
  });

  it('is equal to a rebuild in every field', async () => {
    expect(await rebuildBeside({ store, readModels, projection })).toMatchObject({
      equal: true,
      events: STREAMS * EACH + 1,
      documents: STREAMS + 1,
    });
  });

  it('rebuilds by itself when the database is emptied', async () => {
    const before = await contentOf(readModels, 'totals');
    const other = await MongoReadModelStore.connect(mongoUrl);
    await other.dropEverything();
    await other.close();
    await eventually('the rebuilt model', async () => (await readModels.checkpoints(['totals']))[0]?.state === 'live', 20_000);
    expect(await contentOf(readModels, 'totals')).toEqual(before);
  }, 30_000);
});
