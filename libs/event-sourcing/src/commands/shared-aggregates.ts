import type { EventStore } from '../store/event-store.port.js';
import { AggregateMemory, type MemoryLimits } from './aggregate-memory.js';
import { KeyedLock } from './keyed-lock.js';

/** What all command handlers of one aggregate share within a process: the memory of its streams and the turn on each stream. */
export type SharedAggregate<S> = Readonly<{ memory: AggregateMemory<S>; turns: KeyedLock }>;

const shared = new WeakMap<EventStore, Map<object, SharedAggregate<unknown>>>();

/**
 * The shared part of one decider on one store, made on first use. Every use case has its own handler; were the memory its own as well,
 * each write of one use case would make the others' stale.
 */
export const sharedAggregate = <S>(
  store: EventStore,
  decider: Readonly<{ initialState(): S }>,
  limits: MemoryLimits,
): SharedAggregate<S> => {
  const ofStore = shared.get(store) ?? new Map<object, SharedAggregate<unknown>>();
  shared.set(store, ofStore);
  // Keyed by the decider, so the state is of the decider's type.
  const found = ofStore.get(decider) as SharedAggregate<S> | undefined;
  if (found) return found;
  const made = { memory: new AggregateMemory<S>(limits), turns: new KeyedLock() };
  ofStore.set(decider, made as SharedAggregate<unknown>);
  return made;
};

/** Empties what is remembered of all aggregates on one store: the states hold personal fields in clear. Costs reads, never correctness. */
export const forgetAggregates = (store: EventStore): void => {
  for (const { memory } of shared.get(store)?.values() ?? []) memory.empty();
};
