import { deriveId, type StorageContract } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { Projection } from '../projections/projection.js';
import type { EventStore, NewEvent } from '../store/event-store.port.js';
import { OutcomeUnknown, WrongExpectedRevision } from '../store/store.errors.js';
import { runnerContext } from '../subscriptions/runner-context.js';
import { READ_MODEL_SCHEMA_VERSION, readModelCategory, readOrders, type Erasure } from './read-model.events.js';

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
  /** By read model, as its stream stood at a revision. */
  private readonly waits = new Map<string, Readonly<{ revision: bigint | 'no_stream'; orders: readonly WaitingErasure[] }>>();

  constructor(private readonly options: ErasuresOptions) {
    const personal = new Set(
      options.storages.filter((storage) => Object.keys(storage.personal ?? {}).length > 0).map(({ category }) => category),
    );
    this.readModels = options.projections
      .filter(({ from }) => from.some((category) => personal.has(category)))
      .map(({ name }) => name);
  }

  /** Appends the orders that are not there yet. Errors: `StoreUnavailable`; a repeat goes on where it ended. */
  async order(forgotten: readonly Forgotten[]): Promise<void> {
    if (forgotten.length === 0) return;
    for (const readModel of this.readModels) await this.orderFor(readModel, forgotten);
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
    const { store, service } = this.options;
    const last = await store.readLast(`${readModelCategory(service)}-${readModel}`);
    if (!last) return [];
    const known = this.waits.get(readModel);
    if (known?.revision === last.revision) return known.orders;
    const { revision, erasures } = await readOrders(store, service, readModel);
    const orders = [...erasures.values()].flatMap(({ subjectId, orderedAt, erasedAt }) =>
      erasedAt === null ? [{ subjectId, orderedAt }] : [],
    );
    this.waits.set(readModel, { revision, orders });
    return orders;
  }

  private async standingOf(readModel: string, subjectId: string): Promise<ErasureStanding> {
    const { erasures } = await readOrders(this.options.store, this.options.service, readModel);
    const ofSubject = [...erasures.values()].filter((erasure) => erasure.subjectId === subjectId);
    return { readModel, erasures: ofSubject.map(({ order, orderedAt, erasedAt }) => ({ order, orderedAt, erasedAt })) };
  }

  private async orderFor(readModel: string, forgotten: readonly Forgotten[]): Promise<void> {
    const { store, service } = this.options;
    for (;;) {
      const { revision, erasures } = await readOrders(store, service, readModel);
      const missing = forgotten.map((one) => this.eventOf(readModel, one)).filter(({ id }) => !erasures.has(id));
      if (missing.length === 0) return;
      try {
        await store.append(`${readModelCategory(service)}-${readModel}`, revision, missing);
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision || error instanceof OutcomeUnknown)) throw error;
      }
    }
  }

  private eventOf(readModel: string, { eventId, subjectId }: Forgotten): NewEvent {
    const { service } = this.options;
    const id = deriveId(eventId, `${service}.${readModel}.ErasureOrdered`);
    const context = runnerContext(`${service}.erasures`, id, new Date().toISOString());
    return { id, type: 'ErasureOrdered', data: { subjectId }, metadata: metadataOf(context, READ_MODEL_SCHEMA_VERSION) };
  }
}
