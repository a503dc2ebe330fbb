import { ReadModelUnavailable } from './read-model.errors.js';
import type { FindOptions, ReadModel } from './read-model.port.js';
import type { Generation, NextRecordedAt, ReadModelCheckpoint, StoredDocument } from './read-model-store.js';
import { failureKind } from '../subscriptions/failure.js';

/** What the two stores do differently for a query. `filter` and `sort` already name the stored shape (`doc.<field>`, `_id`). */
export interface QuerySource {
  checkpoint(name: string): Promise<ReadModelCheckpoint | null>;
  find(generation: Generation, filter: object, options: FindOptions): Promise<readonly StoredDocument[]>;
  count(generation: Generation, filter: object): Promise<number>;
  load(generation: Generation, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  /** The position that a projector in this process reached, null where it runs elsewhere. */
  known(name: string): bigint | null;
  /** Resolves when this process advanced the read model, or after `ms`. */
  advanced(name: string, ms: number): Promise<void>;
}

/** Seconds that a refused query is told to wait: a rebuild is noticed within two. */
const RETRY_AFTER_S = 2;
/** The checkpoint is asked this often (ms) while a query waits for a projector of another process, or of this one. */
const POLL_MS = 20;
const OWN_POLL_MS = 500;

const LOGICAL: ReadonlySet<string> = new Set(['$and', '$or', '$nor']);
const field = (name: string): string => (name === '_id' ? '_id' : `doc.${name}`);

/** Lifts field names of a filter to the stored shape: `{ state: 'open' }` becomes `{ 'doc.state': 'open' }`. */
export const storedFilter = (filter: object): Record<string, unknown> => {
  const lifted = Object.entries(filter).map(([name, value]): [string, unknown] => {
    if (LOGICAL.has(name)) return [name, (value as readonly object[]).map(storedFilter)];
    if (name.startsWith('$')) throw new Error(`A read-model filter knows no ${name} at its top`);
    return [field(name), value];
  });
  return Object.fromEntries(lifted);
};

const storedSort = (sort: FindOptions['sort']): Record<string, 1 | -1> =>
  Object.fromEntries(Object.entries(sort ?? {}).map(([name, direction]) => [field(name), direction]));

/** Tombstones never reach a query. */
const present = (filter: object): object => ({ doc: { $ne: null }, ...storedFilter(filter) });

/** The queries of one read model over either store. */
export class ReadModelQueries<D extends object> implements ReadModel<D> {
  private generation: number | null = null;
  private asking: Promise<ReadModelCheckpoint | null> | null = null;

  constructor(
    private readonly name: string,
    private readonly source: QuerySource,
    private readonly nextRecordedAt: NextRecordedAt | null,
  ) {}

  async get(id: string): Promise<D | null> {
    const found = await this.gated((generation) => this.source.load(generation, [id]));
    return (found.get(id)?.doc ?? null) as D | null;
  }

  find(filter: object, options: FindOptions = {}): Promise<readonly (D & { readonly _id: string })[]> {
    const lifted = { ...options, sort: storedSort(options.sort) };
    return this.gated(async (generation) => {
      const found = await this.source.find(generation, present(filter), lifted);
      return found.map(({ id, doc }) => ({ ...(doc as D), _id: id }));
    });
  }

  count(filter: object): Promise<number> {
    return this.gated((generation) => this.source.count(generation, present(filter)));
  }

  async waitFor(position: bigint, timeoutMs: number): Promise<number> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const known = this.source.known(this.name);
      if (known !== null && known >= position) return 0;
      const checkpoint = await this.latest();
      if (checkpoint && checkpoint.position >= position) return 0;
      const left = deadline - Date.now();
      if (left <= 0) return this.lagAt(checkpoint, timeoutMs);
      await this.source.advanced(this.name, Math.min(known === null ? POLL_MS : OWN_POLL_MS, left));
    }
  }

  /** Reads first, then the checkpoint: an answer counts only if its generation was live after it was taken. */
  private async gated<R>(read: (generation: Generation) => Promise<R>): Promise<R> {
    const generation = this.generation ?? (await this.liveGeneration());
    const answer = await this.guarded(() => read({ name: this.name, generation }));
    const after = await this.liveGeneration();
    return after === generation ? answer : this.gated(read);
  }

  private async liveGeneration(): Promise<number> {
    const checkpoint = await this.checkpoint();
    this.generation = null;
    if (checkpoint?.state !== 'live') throw new ReadModelUnavailable(this.name, RETRY_AFTER_S);
    return (this.generation = checkpoint.generation);
  }

  /** One question for all who wait: whenever it was answered, a position that is reached stays reached. */
  private latest(): Promise<ReadModelCheckpoint | null> {
    this.asking ??= this.checkpoint().finally(() => (this.asking = null));
    return this.asking;
  }

  private checkpoint(): Promise<ReadModelCheckpoint | null> {
    return this.guarded(() => this.source.checkpoint(this.name));
  }

  private async guarded<R>(ask: () => Promise<R>): Promise<R> {
    try {
      return await ask();
    } catch (error) {
      if (failureKind(error) !== 'outage') throw error;
      throw new ReadModelUnavailable(this.name, RETRY_AFTER_S, { cause: error });
    }
  }

  private async lagAt(checkpoint: ReadModelCheckpoint | null, waitedMs: number): Promise<number> {
    const recordedAt = this.nextRecordedAt && (await this.nextRecordedAt(checkpoint?.position ?? -1n));
    const ms = recordedAt ? Date.now() - Date.parse(recordedAt) : waitedMs;
    return Math.max(1, Math.ceil(ms / 1000));
  }
}
