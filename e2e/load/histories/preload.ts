import { EventStoreDbStore, type EventStore } from '@guildhall/event-sourcing';
import { byClients } from '../measure/load.js';
import type { ContractHistory } from './contract-history.js';

const WRITERS = 15;

const append = async (store: EventStore, { stream, commands }: ContractHistory): Promise<void> => {
  let revision: bigint | 'no_stream' = 'no_stream';
  for (const events of commands) ({ revision } = await store.append(stream, revision, events));
};

/** Writes histories as commands would have: one append each, many contracts at work at once. */
export const preload = (store: EventStore, histories: readonly ContractHistory[]): Promise<number> =>
  byClients(WRITERS, histories, (history) => append(store, history));

/** The same, with each history in a single append. */
export const preloadAtOnce = (store: EventStore, histories: readonly ContractHistory[]): Promise<number> =>
  byClients(WRITERS, histories, (history) => append(store, { ...history, commands: [history.commands.flat()] }));

/** Opens the log, and closes it when the work is done. */
export const withLog = async <T>(url: string, work: (store: EventStoreDbStore) => Promise<T>): Promise<T> => {
  const store = new EventStoreDbStore(url);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
