import type { DomainEvent, Instant } from '@guildhall/kernel';

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

/** Rebuilt without what a destroyed key would have opened; the former generation is gone. `milliseconds`: from the look at the order on. */
export type Erased = Readonly<{ order: string; from: number; to: number; milliseconds: number }>;

/** What happens in `<service>.readmodel-<name>`: operators and erasures order, the projector that holds the lease answers. */
export type ReadModelEvent =
  | DomainEvent<'RebuildOrdered', { by: OrderedBy }>
  /** `differing`: so many documents may differ, as the operator has seen them. */
  | DomainEvent<'SwitchOrdered', { by: OrderedBy; differing: number }>
  | DomainEvent<'RollbackOrdered', { by: OrderedBy }>
  /** The keys of this person are destroyed: nothing that they opened may stay. */
  | DomainEvent<'ErasureOrdered', { subjectId: string }>
  | DomainEvent<'BuiltBeside', BuiltBeside>
  | DomainEvent<'Switched', Switched>
  | DomainEvent<'Erased', Erased>
  | DomainEvent<'OrderRefused', { order: string; reason: string }>;

/** What operators order. */
export type ActType = 'RebuildOrdered' | 'SwitchOrdered' | 'RollbackOrdered';
export type OrderType = ActType | 'ErasureOrdered';
export type Act = Readonly<{ id: string; type: ActType; by: OrderedBy; differing: number }>;
export type ErasureOrder = Readonly<{ id: string; type: 'ErasureOrdered'; subjectId: string }>;
export type Order = Act | ErasureOrder;
export type Outcome = Extract<ReadModelEvent, { type: 'BuiltBeside' | 'Switched' | 'Erased' | 'OrderRefused' }>;

/** An order to erase, with the instants (wall time) at which it and its outcome were written; `erasedAt` null: it waits. */
export type Erasure = Readonly<{ order: string; subjectId: string; orderedAt: Instant; erasedAt: Instant | null }>;

export const readModelCategory = (service: string): string => `${service}.readmodel`;
export const READ_MODEL_SCHEMA_VERSION = 1;

/** What the stream of one read model says; `revision` is that of its last event. */
export type Orders = Readonly<{
  revision: bigint | 'no_stream';
  pending: readonly Order[];
  outcomes: ReadonlyMap<string, Outcome>;
  /** The last second generation that was built. */
  built: BuiltBeside | null;
  /** By order. */
  erasures: ReadonlyMap<string, Erasure>;
}>;
