import type { BatchWriter } from '../projections/batch-writer.js';
import { inPages } from '../projections/in-pages.js';
import type { RunnerLane } from '../projections/lane-state.js';
import { BEFORE_ALL } from '../projections/read-model-store.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { StoreUnavailable } from '../store/store.errors.js';

/** Throws where a checkpoint was lost while its lane was built: it is to be begun anew. */
export const demandNone = (lost: readonly RunnerLane[]): void => {
  if (lost.length > 0) throw new Error(`Lost while rebuilding: ${lost.map((lane) => lane.name).join(', ')}`);
};

/** Reads the history from the least checkpoint of the lanes to the head of now into all of them; answers the events read. */
export const catchUp = async (
  { store, writer, signal, page }: Readonly<{ store: EventStore; writer: BatchWriter; signal: AbortSignal; page: number }>,
  lanes: readonly RunnerLane[],
): Promise<number> => {
  const after = lanes.reduce(
    (least, { checkpoint: { position } }) => (position < least ? position : least),
    lanes[0]?.checkpoint.position ?? BEFORE_ALL,
  );
  const prefixes = [...new Set(lanes.flatMap((lane) => lane.projection.from))].map((category) => `${category}-`);
  if (prefixes.length === 0) return 0;
  const history = store.readAll({ prefixes, ...(after === BEFORE_ALL ? {} : { after }) });
  let count = 0;
  for await (const events of inPages(history, page)) {
    signal.throwIfAborted();
    count += events.length;
    demandNone(await writer.apply(lanes, events, (events.at(-1) as StoredEvent).position));
  }
  return count;
};

/** The log is away for a while: a rebuild goes on from its checkpoint. Everything else begins it anew. */
export const isStoreAway = (error: unknown): boolean => error instanceof StoreUnavailable;
