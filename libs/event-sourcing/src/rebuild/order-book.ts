import type { EventStore, NewEvent, StoredEvent } from '../store/event-store.port.js';
import { OutcomeUnknown, WrongExpectedRevision } from '../store/store.errors.js';
import { Serial } from '../subscriptions/serial.js';
import {
  readModelCategory,
  type Erasure,
  type Order,
  type Orders,
  type Outcome,
  type ReadModelEvent,
} from './read-model.events.js';

type Draft = {
  revision: Orders['revision'];
  pending: Map<string, Order>;
  outcomes: Map<string, Outcome>;
  built: Orders['built'];
  erasures: Map<string, Erasure>;
};

const empty = (): Draft => ({
  revision: 'no_stream',
  pending: new Map(),
  outcomes: new Map(),
  built: null,
  erasures: new Map(),
});

/** An event type of a later version changes nothing. */
const take = (draft: Draft, { id, recordedAt }: StoredEvent, event: ReadModelEvent): void => {
  const { type, data } = event;
  switch (type) {
    case 'RebuildOrdered':
    case 'SwitchOrdered':
    case 'RollbackOrdered':
      draft.pending.set(id, { id, type, by: data.by, differing: 'differing' in data ? data.differing : 0 });
      return;
    case 'ErasureOrdered':
      draft.pending.set(id, { id, type, subjectId: data.subjectId });
      draft.erasures.set(id, { order: id, subjectId: data.subjectId, orderedAt: recordedAt, erasedAt: null });
      return;
    case 'Erased': {
      const erasure = draft.erasures.get(data.order);
      if (erasure) draft.erasures.set(data.order, { ...erasure, erasedAt: recordedAt });
      return settle(draft, event);
    }
    case 'BuiltBeside':
      draft.built = data;
      return settle(draft, event);
    case 'Switched':
    case 'OrderRefused':
      return settle(draft, event);
  }
};

const settle = ({ pending, outcomes }: Draft, outcome: Outcome): void => {
  pending.delete(outcome.data.order);
  outcomes.set(outcome.data.order, outcome);
};

/**
 * What the stream of one read model says, read on from where the last look ended: two events for each person ever forgotten stand in it.
 * Looks of one book take their turns.
 */
export class OrderBook {
  private readonly stream: string;
  private readonly looks = new Serial();
  private draft = empty();

  constructor(
    private readonly store: EventStore,
    service: string,
    model: string,
  ) {
    this.stream = `${readModelCategory(service)}-${model}`;
  }

  /** As the stream stands now. Errors: `StoreUnavailable`. */
  read(): Promise<Orders> {
    return this.looks.run(async () => {
      const { draft } = this;
      const from = draft.revision === 'no_stream' ? 0n : draft.revision + 1n;
      for await (const event of this.store.read(this.stream, { from })) {
        take(draft, event, event as unknown as ReadModelEvent);
        draft.revision = event.revision;
      }
      return { ...draft, pending: [...draft.pending.values()] };
    });
  }

  /** Appends what is not there yet, whoever else writes to the stream meanwhile. Errors: `StoreUnavailable`; a repeat goes on. */
  async append<E extends NewEvent>(events: readonly E[], isThere: (orders: Orders, event: E) => boolean): Promise<void> {
    for (;;) {
      const orders = await this.read();
      const missing = events.filter((event) => !isThere(orders, event));
      if (missing.length === 0) return;
      try {
        await this.store.append(this.stream, orders.revision, missing);
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision || error instanceof OutcomeUnknown)) throw error;
        // Whatever became of the stream: the next look begins at its first event.
        this.draft = empty();
      }
    }
  }
}

/** One look, for those who ask seldom. Errors: `StoreUnavailable`. */
export const readOrders = (store: EventStore, service: string, model: string): Promise<Orders> =>
  new OrderBook(store, service, model).read();
