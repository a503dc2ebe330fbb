import type { Actor, DomainEvent, Instant } from '@guildhall/kernel';

/** The frame of an event as projections see it, beside its type and data. */
export type EventFrame = Readonly<{
  id: string;
  stream: string;
  streamKey: string;
  revision: bigint;
  position: bigint;
  occurredAt: Instant;
  recordedAt: Instant;
  actor: Actor;
  policyRefs: Readonly<Record<string, string>>;
}>;

export type Projected<E extends DomainEvent> = E & EventFrame;

/** An index that the queries need; keys are document fields (they lie under `doc.` in the collection, see `ReadModel`). */
export type IndexSpec = Readonly<{ key: Readonly<Record<string, 1 | -1>>; unique?: true }>;

/**
 * A read model: pure, fed by the own service's log alone. `from`: stream categories; `version`: a new number rebuilds it;
 * `ids`: the documents that an event touches; `reduce`: the new document, the same one for no change, null to delete
 * (a tombstone stays). Events `FactNoted` never arrive here.
 */
export interface Projection<E extends DomainEvent = DomainEvent, D extends object = object> {
  readonly name: string;
  readonly version: number;
  readonly from: readonly string[];
  readonly indexes?: readonly IndexSpec[];
  ids(event: Projected<E>): readonly string[];
  reduce(document: D | null, event: Projected<E>, id: string): D | null;
}

/** Keeps the types of a projection's events and documents together. */
export const defineProjection = <E extends DomainEvent, D extends object>(projection: Projection<E, D>): Projection<E, D> =>
  projection;

/** Name of the one event that a process's empty decision leaves in a stream; `evolve` and projections never see it. */
export const FACT_NOTED = 'FactNoted';
