import { deriveId, type StorageContract } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { Projection } from '../projections/projection.js';
import type { EventStore, NewEvent } from '../store/event-store.port.js';
import { runnerContext } from '../subscriptions/runner-context.js';
import { OrderBook } from './order-book.js';
import { READ_MODEL_SCHEMA_VERSION, type Erasure } from './read-model.events.js';

/** A person whose keys are destroyed, and the id of the event that says so: its orders are derived from it. */
export type Forgotten = Readonly<{ eventId: string; subjectId: string }>;

/** What one read model was ordered about a person, oldest first; none: it has not heard of it yet. */
export type ErasureStanding = Readonly<{ readModel: string; erasures: readonly Omit<Erasure, 'subjectId'>[] }>;

/** An order of one read model that the projector has not carried out; `orderedAt`: wall time. */
export type WaitingErasure = Readonly<{ subjectId: string; orderedAt: string }>;

export type ErasuresOptions = Readonly<{
  store: EventStore;
  service: string;
  projections: readonly Projection[];
  /** Contracts of all aggregates of the service: they say which events have personal fields. */
  storages: readonly StorageContract[];
}>;

/**
 * Orders that read models are built anew without what destroyed keys would have opened: those that are fed by events with personal
 * fields. The projector carries them out (`ProjectionRunner`); any process may order, as often as it likes.
 */
export class Erasures {
  /** Names of the read models that may hold personal fields in clear. */
  readonly readModels: readonly string[];
  private readonly books: ReadonlyMap<string, OrderBook>;

  constructor(private readonly options: ErasuresOptions) {
    const personal = new Set(
      options.storages.filter((storage) => Object.keys(storage.personal ?? {}).length > 0).map(({ category }) => category),
    );
    this.readModels = options.projections
      .filter(({ from }) => from.some((category) => personal.has(category)))
      .map(({ name }) => name);
    const { store, service } = options;
    this.books = new Map(this.readModels.map((readModel) => [readModel, new OrderBook(store, service, readModel)]));
  }

  /** Appends the orders that are not there yet. Errors: `StoreUnavailable`; a repeat goes on where it ended. */
  async order(forgotten: readonly Forgotten[]): Promise<void> {
    if (forgotten.length === 0) return;
    for (const [readModel, book] of this.books) {
      const events = forgotten.map((one) => this.eventOf(readModel, one));
      await book.append(events, ({ erasures }, { id }) => erasures.has(id));
    }
  }

  /** How far each read model is with a person. Errors: `StoreUnavailable`. */
  standings(subjectId: string): Promise<readonly ErasureStanding[]> {
    return Promise.all(this.readModels.map((readModel) => this.standingOf(readModel, subjectId)));
  }

  /** The orders that wait, of all read models. A stream that has nothing new is not read again: to be asked at every scrape. */
  async waiting(): Promise<readonly WaitingErasure[]> {
    return (await Promise.all(this.readModels.map((readModel) => this.waitingOf(readModel)))).flat();
  }

  private async waitingOf(readModel: string): Promise<readonly WaitingErasure[]> {
    const { pending, erasures } = await this.bookOf(readModel).read();
    return pending.flatMap(({ id }) => {
      const erasure = erasures.get(id);
      return erasure ? [{ subjectId: erasure.subjectId, orderedAt: erasure.orderedAt }] : [];
    });
  }

  private async standingOf(readModel: string, subjectId: string): Promise<ErasureStanding> {
    const { erasures } = await this.bookOf(readModel).read();
    const ofSubject = [...erasures.values()].filter((erasure) => erasure.subjectId === subjectId);
    return { readModel, erasures: ofSubject.map(({ order, orderedAt, erasedAt }) => ({ order, orderedAt, erasedAt })) };
  }

  private bookOf(readModel: string): OrderBook {
    const book = this.books.get(readModel);
    if (!book) throw new Error(`${readModel} is no read model that holds personal fields`);
    return book;
  }

  private eventOf(readModel: string, { eventId, subjectId }: Forgotten): NewEvent {
    const { service } = this.options;
    const id = deriveId(eventId, `${service}.${readModel}.ErasureOrdered`);
    const context = runnerContext(`${service}.erasures`, id, new Date().toISOString());
    return { id, type: 'ErasureOrdered', data: { subjectId }, metadata: metadataOf(context, READ_MODEL_SCHEMA_VERSION) };
  }
}
