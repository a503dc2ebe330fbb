import {
  ReadModelUnavailable,
  type FindOptions,
  type Generation,
  type ReadModel,
  type ReadModelStore,
  type StoredDocument,
} from '@guildhall/event-sourcing';

/** Seconds after which a query may be repeated while the document database was never reached. */
const RETRY_AFTER_SECONDS = 2;

type Args<M extends keyof ReadModelStore> = Parameters<ReadModelStore[M]>;
type Answer<M extends keyof ReadModelStore> = ReturnType<ReadModelStore[M]>;

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

  prepare(...args: Args<'prepare'>): Answer<'prepare'> {
    return this.connecting.then((store) => store.prepare(...args));
  }

  checkpoints(...args: Args<'checkpoints'>): Answer<'checkpoints'> {
    return this.connecting.then((store) => store.checkpoints(...args));
  }

  takeOver(...args: Args<'takeOver'>): Answer<'takeOver'> {
    return this.connecting.then((store) => store.takeOver(...args));
  }

  begin(...args: Args<'begin'>): Answer<'begin'> {
    return this.connecting.then((store) => store.begin(...args));
  }

  drop(...args: Args<'drop'>): Answer<'drop'> {
    return this.connecting.then((store) => store.drop(...args));
  }

  swap(...args: Args<'swap'>): Answer<'swap'> {
    return this.connecting.then((store) => store.swap(...args));
  }

  abandon(...args: Args<'abandon'>): Answer<'abandon'> {
    return this.connecting.then((store) => store.abandon(...args));
  }

  forget(...args: Args<'forget'>): Answer<'forget'> {
    return this.connecting.then((store) => store.forget(...args));
  }

  claim(...args: Args<'claim'>): Answer<'claim'> {
    return this.connecting.then((store) => store.claim(...args));
  }

  advance(...args: Args<'advance'>): Answer<'advance'> {
    return this.connecting.then((store) => store.advance(...args));
  }

  load(...args: Args<'load'>): Answer<'load'> {
    return this.connecting.then((store) => store.load(...args));
  }

  write(...args: Args<'write'>): Answer<'write'> {
    return this.connecting.then((store) => store.write(...args));
  }

  async *all(generation: Generation): AsyncIterable<StoredDocument> {
    yield* (await this.connecting).all(generation);
  }

  async close(): Promise<void> {
    await this.connected?.close();
  }
}
