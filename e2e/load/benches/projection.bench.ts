import { randomUUID } from 'node:crypto';
import {
  codedStore,
  EventSourcedParking,
  InMemorySubjectKeys,
  MongoReadModelStore,
  ProjectionRunner,
  type EventStore,
  type Projection,
} from '@guildhall/event-sourcing';
import mongoose from 'mongoose';
import type { Bench } from '../bench.js';
import { withLog } from '../histories/preload.js';
import { builtContracts } from '../processes/built-contracts.js';
import { beside } from '../report.js';
import { logOfContracts, rawReadRate } from './log-of-contracts.js';

/** The largest read model: one document a contract with all its texts. */
const LARGEST = 'contracts';
const PAGE = 1_000;

const rebuilt = async (store: EventStore, readModels: MongoReadModelStore, projection: Projection): Promise<number> => {
  const parking = new EventSourcedParking({ store, service: 'contracts' });
  await parking.start();
  const runner = new ProjectionRunner({ store, readModels, parking, service: 'contracts', projections: [projection] });
  const begun = performance.now();
  try {
    await runner.start();
    await Promise.race([runner.live, runner.done]);
    const seconds = (performance.now() - begun) / 1000;
    const parked = parking.list().length;
    if (parked > 0) throw new Error(`${String(parked)} events were parked instead of projected`);
    return seconds;
  } finally {
    await runner.stop();
    await parking.stop();
  }
};

/** The limit: the documents as they ended, inserted by the raw driver in unordered bulks of 1,000. Documents per second and their number. */
const rawBulkWrite = async (url: string, database: string): Promise<Readonly<{ rate: number; documents: number }>> => {
  const connection = await mongoose.createConnection(url, { dbName: database }).asPromise();
  try {
    const source = (await connection.listCollections()).find(({ name }) => name.startsWith(`${LARGEST}_`));
    if (!source) throw new Error(`The rebuild left no collection ${LARGEST}_…`);
    const documents = await connection.collection(source.name).find({}).toArray();
    const target = await connection.createCollection(`raw_${randomUUID()}`);
    const begun = performance.now();
    for (let from = 0; from < documents.length; from += PAGE) {
      const operations = documents.slice(from, from + PAGE).map((document) => ({ insertOne: { document } }));
      await target.bulkWrite(operations, { ordered: false });
    }
    return { rate: (documents.length * 1000) / (performance.now() - begun), documents: documents.length };
  } finally {
    await connection.close();
  }
};

/** Rebuild of the largest read model from the log, by the runner that the services run. */
export const projection: Bench = async ({ flags, say, stores }) => {
  const { eventStoreUrl, mongodbUrl } = await stores();
  const { storages, projections } = await builtContracts();
  const largest = projections.find(({ name }) => name === LARGEST);
  if (!largest) throw new Error(`contracts has no read model ${LARGEST}`);
  const database = `bench_${randomUUID().slice(0, 8)}`;
  return withLog(eventStoreUrl, async (log) => {
    const events = await logOfContracts(eventStoreUrl, log, flags.events, flags.seed);
    const store = codedStore(log, { storages, keys: new InMemorySubjectKeys() });
    const readModels = await MongoReadModelStore.connect(`${mongodbUrl}/${database}?directConnection=true`);
    try {
      const readRate = await rawReadRate(eventStoreUrl);
      const seconds = await rebuilt(store, readModels, largest);
      const raw = await rawBulkWrite(mongodbUrl, database);
      say(`  raw: reads ${readRate.toFixed(0)} events/s, writes ${raw.rate.toFixed(0)} documents/s`);
      // Both limits in the same unit: events of the log, many of which become one document.
      const slower = Math.min(readRate, (raw.rate * events) / raw.documents);
      const note = `${String(events)} events into ${String(raw.documents)} documents`;
      const goal = { of: 'ratio', is: 'at least', number: 0.4 } as const;
      return [beside({ name: 'projection', value: events / seconds, unit: 'events/s', limit: slower, goal, note })];
    } finally {
      await readModels.dropEverything();
      await readModels.close();
    }
  });
};
