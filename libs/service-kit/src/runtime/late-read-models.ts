import {
  ReadModelUnavailable,
  type FindOptions,
  type Generation,
  type IndexSpec,
  type Move,
  type ReadModel,
  type ReadModelCheckpoint,
  type ReadModelStore,
  type StoredDocument,
} from '@guildhall/event-sourcing';

/** Seconds after which a query may be repeated while the document database was never reached. */
const RETRY_AFTER_SECONDS = 2;

/**
 * A read-model store that is still connecting: a service starts without its document database, takes commands and answers queries with
 * `ReadModelUnavailable` until the connection stands. Runners wait for it.
 */
export class LateReadModels implements ReadModelStore {
  private connected: ReadModelStore | null = null;

  /** `connecting` settles once; its rejection (shutdown) reaches whoever waits. */
  constructor(private readonly connecting: Promise<ReadModelStore>) {
    connecting.then(
      (store) => (this.connected = store),
      () => undefined,
    );
  }

  readModel<D extends object>(name: string): ReadModel<D> {
    const model = (): ReadModel<D> => {
      if (!this.connected) throw new ReadModelUnavailable(name, RETRY_AFTER_SECONDS);
      return this.connected.readModel<D>(name);
    };
    return {
      get: async (id: string) => model().get(id),
      find: async (filter: object, options?: FindOptions) => (options ? model().find(filter, options) : model().find(filter)),
      count: async (filter: object) => model().count(filter),
      waitFor: async (position: bigint, timeoutMs: number) => model().waitFor(position, timeoutMs),
    };
  }

  async checkpoints(names: readonly string[]): Promise<readonly ReadModelCheckpoint[]> {
    return (await this.connecting).checkpoints(names);
  }

  async takeOver(checkpoint: ReadModelCheckpoint, owner: string): Promise<boolean> {
    return (await this.connecting).takeOver(checkpoint, owner);
  }

  async begin(checkpoint: ReadModelCheckpoint, indexes: readonly IndexSpec[], previous: number | null): Promise<void> {
    return (await this.connecting).begin(checkpoint, indexes, previous);
  }

  async drop(generation: Generation): Promise<void> {
    return (await this.connecting).drop(generation);
  }

  async claim(moves: readonly Move[]): Promise<readonly string[]> {
    return (await this.connecting).claim(moves);
  }

  async advance(moves: readonly Move[]): Promise<readonly string[]> {
    return (await this.connecting).advance(moves);
  }

  async load(generation: Generation, ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    return (await this.connecting).load(generation, ids);
  }

  async write(generation: Generation, documents: readonly StoredDocument[]): Promise<void> {
    return (await this.connecting).write(generation, documents);
  }

  async *all(generation: Generation): AsyncIterable<StoredDocument> {
    yield* (await this.connecting).all(generation);
  }

  async close(): Promise<void> {
    await this.connected?.close();
  }
}
