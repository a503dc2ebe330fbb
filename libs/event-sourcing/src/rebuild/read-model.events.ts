import type { DomainEvent } from '@guildhall/kernel';
import type { EventStore } from '../store/event-store.port.js';

/** Who did it: an account of role operator; and why, in words. */
export type OrderedBy = Readonly<{ accountId: string; reason: string }>;

/**
 * A second generation as it was built and compared with the live one, both standing still document by document. `hash` is left out: where
 * nothing differs, every field of every document was equal, position included. `seconds`: wall time of building and comparing.
 */
export type BuiltBeside = Readonly<{
  order: string;
  generation: number;
  position: string;
  events: number;
  documents: number;
  differing: number;
  /** Ids of the first that differ. */
  examples: readonly string[];
  seconds: number;
}>;

export type Switched = Readonly<{ order: string; from: number; to: number; position: string; milliseconds: number }>;

/** What happens in `<service>.readmodel-<name>`: operators order, the projector that holds the lease answers. */
export type ReadModelEvent =
  | DomainEvent<'RebuildOrdered', { by: OrderedBy }>
  /** `differing`: so many documents may differ, as the operator has seen them. */
  | DomainEvent<'SwitchOrdered', { by: OrderedBy; differing: number }>
  | DomainEvent<'RollbackOrdered', { by: OrderedBy }>
  | DomainEvent<'BuiltBeside', BuiltBeside>
  | DomainEvent<'Switched', Switched>
  | DomainEvent<'OrderRefused', { order: string; reason: string }>;

export type OrderType = 'RebuildOrdered' | 'SwitchOrdered' | 'RollbackOrdered';
export type Order = Readonly<{ id: string; type: OrderType; by: OrderedBy; differing: number }>;
export type Outcome = Extract<ReadModelEvent, { type: 'BuiltBeside' | 'Switched' | 'OrderRefused' }>;

export const readModelCategory = (service: string): string => `${service}.readmodel`;
export const READ_MODEL_SCHEMA_VERSION = 1;

/** What the stream of one read model says; `revision` is that of its last event. */
export type Orders = Readonly<{
  revision: bigint | 'no_stream';
  pending: readonly Order[];
  outcomes: ReadonlyMap<string, Outcome>;
  /** The last second generation that was built. */
  built: BuiltBeside | null;
}>;

const none: Orders = { revision: 'no_stream', pending: [], outcomes: new Map(), built: null };

const evolve = (orders: Orders, id: string, event: ReadModelEvent): Orders => {
  const { type, data } = event;
  switch (type) {
    case 'RebuildOrdered':
    case 'SwitchOrdered':
    case 'RollbackOrdered':
      return { ...orders, pending: [...orders.pending, { id, type, by: data.by, differing: 'differing' in data ? data.differing : 0 }] }; // prettier-ignore
    case 'BuiltBeside':
      return { ...settled(orders, event), built: data };
    case 'Switched':
    case 'OrderRefused':
      return settled(orders, event);
  }
};

const settled = (orders: Orders, outcome: Outcome): Orders => ({
  ...orders,
  pending: orders.pending.filter(({ id }) => id !== outcome.data.order),
  outcomes: new Map(orders.outcomes).set(outcome.data.order, outcome),
});

/** Reads the whole stream: a few events for each act of an operator. An event type of a later version changes nothing. */
export const readOrders = async (store: EventStore, service: string, model: string): Promise<Orders> => {
  let orders = none;
  for await (const event of store.read(`${readModelCategory(service)}-${model}`)) {
    const known = event as unknown as ReadModelEvent;
    const next: Orders | undefined = evolve(orders, event.id, known);
    orders = { ...(next ?? orders), revision: event.revision };
  }
  return orders;
};
