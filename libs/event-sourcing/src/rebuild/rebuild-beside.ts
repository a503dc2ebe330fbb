import { newId } from '@guildhall/kernel';
import { DocumentLane } from '../projections/document-lane.js';
import { inPages } from '../projections/in-pages.js';
import type { Projection } from '../projections/projection.js';
import { ReadModelUnavailable } from '../projections/read-model.errors.js';
import { BEFORE_ALL, type Generation, type ReadModelCheckpoint, type ReadModelStore } from '../projections/read-model-store.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { Comparison, type Difference } from './comparison.js';

export type RebuildOptions = Readonly<{
  store: EventStore;
  readModels: ReadModelStore;
  projection: Projection;
  /** Differences given in full, default 20; all are counted. */
  maxDifferences?: number;
  /** Events in one batch, default 2,000. */
  page?: number;
}>;

/**
 * What a rebuild beside the live generation found. `position`: both stand there; `hash`: SHA-256 over all documents, order-free;
 * `unsettled`: documents that moved on during every comparison (write load), and so were not compared; `seconds` is wall time of
 * building alone.
 */
export type RebuildReport = Readonly<{
  readModel: string;
  version: number;
  position: bigint;
  documents: number;
  tombstones: number;
  hash: Readonly<{ live: string; rebuilt: string }>;
  differing: number;
  differences: readonly Difference[];
  unsettled: number;
  equal: boolean;
  events: number;
  seconds: number;
  eventsPerSecond: number;
}>;

/** Under write load the documents that moved on are compared again, this often. */
const ROUNDS = 20;

/**
 * Builds a second generation of a read model beside the live one, up to the position that the live one has reached, and compares every
 * document in every field, position included. The live one goes on serving; the second is dropped at the end. Throws
 * `ReadModelUnavailable` while the read model is not live under the version of the code.
 */
export const rebuildBeside = async (options: RebuildOptions): Promise<RebuildReport> => {
  const { readModels, projection, maxDifferences = 20 } = options;
  const beside: Generation = { name: `${projection.name}-beside-${newId().slice(-12)}`, generation: 1 };
  const builder = new Builder(options, new DocumentLane(projection, readModels, beside, 'empty'));
  try {
    let live = await liveCheckpoint(options);
    await readModels.prepare(beside, []);
    await builder.buildTo(live.position);
    const comparison = new Comparison(readModels, live, beside, maxDifferences);
    await comparison.compareAll(live.position);
    for (let round = 1; comparison.unsettled > 0 && round < ROUNDS; round += 1) {
      const generation = live.generation;
      live = await liveCheckpoint(options);
      if (live.generation !== generation) throw new ReadModelUnavailable(projection.name, 2);
      await builder.buildTo(live.position);
      await comparison.compareUnsettled(live.position);
    }
    return {
      ...comparison.result(),
      readModel: projection.name,
      version: projection.version,
      position: live.position,
      ...builder.figures(),
    };
  } finally {
    await readModels.drop(beside);
  }
};

const liveCheckpoint = async ({ readModels, projection }: RebuildOptions): Promise<ReadModelCheckpoint> => {
  const [checkpoint] = await readModels.checkpoints([projection.name]);
  if (checkpoint?.state !== 'live' || checkpoint.version !== projection.version)
    throw new ReadModelUnavailable(projection.name, 2);
  return checkpoint;
};

class Builder {
  private position = BEFORE_ALL;
  private events = 0;
  private milliseconds = 0;
  /** Streams with poison: the live projector parked them, and everything after, as well. */
  private readonly stuck = new Set<string>();

  constructor(
    private readonly options: RebuildOptions,
    private readonly lane: DocumentLane,
  ) {}

  async buildTo(position: bigint): Promise<void> {
    const started = performance.now();
    const prefixes = this.options.projection.from.map((category) => `${category}-`);
    if (prefixes.length > 0) {
      for await (const page of inPages(this.until(position, prefixes), this.options.page ?? 2_000)) {
        const poison = await this.lane.apply(this.lane.relevant(page, this.position), (stream) => this.stuck.has(stream));
        for (const { event } of poison) this.stuck.add(event.stream);
        this.events += page.length;
      }
    }
    this.position = position;
    this.milliseconds += performance.now() - started;
  }

  figures(): Readonly<{ events: number; seconds: number; eventsPerSecond: number }> {
    const { events, milliseconds } = this;
    return {
      events,
      seconds: milliseconds / 1000,
      eventsPerSecond: milliseconds === 0 ? 0 : Math.round((events * 1000) / milliseconds),
    };
  }

  private async *until(position: bigint, prefixes: readonly string[]): AsyncIterable<StoredEvent> {
    const after = this.position === BEFORE_ALL ? {} : { after: this.position };
    for await (const event of this.options.store.readAll({ prefixes, ...after })) {
      if (event.position > position) return;
      yield event;
    }
  }
}
