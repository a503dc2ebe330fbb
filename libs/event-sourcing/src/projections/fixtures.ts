import type { DomainEvent } from '@guildhall/kernel';
import { EventSourcedParking } from '../parking/event-sourced-parking.js';
import type { EventStore } from '../store/event-store.port.js';
import { defineProjection, type Projection } from './projection.js';
import { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.js';
import type { ReadModelStore, StoredDocument } from './read-model-store.js';

export type CounterEvent =
  DomainEvent<'Counted', { n: number; groups: readonly string[] }> | DomainEvent<'CounterClosed', object>;
export type Total = Readonly<{ total: number; seen: number; open: boolean }>;

/** For specs: one document per counter; an event of n 13 is poison. */
export const totals = defineProjection<CounterEvent, Total>({
  name: 'totals',
  version: 1,
  from: ['spec.counter'],
  indexes: [{ key: { total: 1 } }],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, event) {
    const { total, seen } = document ?? { total: 0, seen: 0 };
    switch (event.type) {
      case 'Counted':
        if (event.data.n === 13) throw new Error('13 is poison');
        return { total: total + event.data.n, seen: seen + 1, open: true };
      case 'CounterClosed':
        return event.streamKey.startsWith('forget') ? null : { total, seen: seen + 1, open: false };
    }
  },
});

/** For specs: documents that are fed by several streams. */
export const groups = defineProjection<CounterEvent, { members: readonly string[] }>({
  name: 'groups',
  version: 1,
  from: ['spec.counter'],
  ids: (event) => (event.type === 'Counted' ? event.data.groups : []),
  reduce: (document, { streamKey }) =>
    document?.members.includes(streamKey) ? document : { members: [...(document?.members ?? []), streamKey] },
});

/** For specs: a projection that sees none of the events, and still has to keep up. */
export const bystander = defineProjection<CounterEvent, Total>({ name: 'bystander', version: 1, from: ['spec.other'], ids: () => [], reduce: (document) => document }); // prettier-ignore

/** For specs: projections as the runner takes them. */
export const asProjections = (...projections: readonly unknown[]): readonly Projection[] => projections as readonly Projection[];

/** For specs: a runner of these projections, with parking that has read the log. */
export const startRunner = async (
  store: EventStore,
  readModels: ReadModelStore,
  more: Partial<ProjectionRunnerOptions> = {},
): Promise<{ runner: ProjectionRunner; parking: EventSourcedParking; stop(): Promise<void> }> => {
  const parking = new EventSourcedParking({ store, service: 'spec' });
  await parking.start();
  const projections = asProjections(totals, groups, bystander);
  const runner = new ProjectionRunner({ store, readModels, parking, service: 'spec', projections, checkMs: 20, ...more });
  await runner.start();
  const stop = async (): Promise<void> => {
    await runner.stop();
    await parking.stop();
  };
  return { runner, parking, stop };
};

/** For specs: all documents of the generation that the checkpoint names, by id, position included. */
export const contentOf = async (readModels: ReadModelStore, name: string): Promise<Record<string, StoredDocument>> => {
  const [checkpoint] = await readModels.checkpoints([name]);
  if (!checkpoint) return {};
  const documents: Record<string, StoredDocument> = {};
  for await (const document of readModels.all(checkpoint)) documents[document.id] = document;
  return documents;
};
