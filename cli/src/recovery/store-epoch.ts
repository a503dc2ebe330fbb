import { SERVICES, type Instant } from '@guildhall/kernel';
import { beginStoreEpoch, EventStoreDbStore, storeEpoch, StoreUnavailable } from '@guildhall/event-sourcing';
import { EventStoreServer } from '@guildhall/event-store';
import { Refused } from '../exit-codes.js';

/** Who restored a log, why, and when its backup was begun: kept in the log for ever. */
export type RestoredBy = Readonly<{ by: string; reason: string; backedUpAt: Instant }>;

/** How a log stands: its epoch, and the last position that anybody but the server itself wrote, null where nothing was. */
export type LogStanding = Readonly<{ epoch: number; position: string | null }>;

/** What services write, and the epochs before. */
const PREFIXES = [...SERVICES.map((service) => `${service}.`), 'leases.', 'checkpoints.', 'epoch.'];

/** How the log of a server stands; `Refused` where it does not answer. */
export const standingOf = (url: string): Promise<LogStanding> =>
  withStore(url, async (store) => {
    const [epoch, head] = await Promise.all([storeEpoch(store), store.head(PREFIXES)]);
    return { epoch, position: head?.toString() ?? null };
  });

/**
 * Begins the next epoch of a log that was just restored, before a service writes to it: positions of before do not compare with those of
 * now. `url`: an administrator's connection string, as services may not write to that stream. Each call is another restore.
 */
export const beginEpoch = (url: string, { by, reason, backedUpAt }: RestoredBy): Promise<LogStanding> =>
  withStore(url, async (store) => {
    const head = await store.head(PREFIXES);
    if (head === null) throw new Refused('Nothing was ever written to this log: there is no restore to note');
    const epoch = await beginStoreEpoch(store, {
      actor: { kind: 'system', id: `operator:${by}` },
      reason,
      restoredUpTo: head,
      backedUpAt,
      at: new Date().toISOString(),
    });
    return { epoch, position: head.toString() };
  });

/** The same in a folder that no server has: one is started for that moment, for this machine alone. */
export const beginEpochIn = async (data: string, restored: RestoredBy): Promise<LogStanding> => {
  const server = await EventStoreServer.start({ data, host: '127.0.0.1', port: 0, insecure: true });
  try {
    return await beginEpoch(`esdb://127.0.0.1:${String(server.port)}?tls=false`, restored);
  } finally {
    await server.close();
  }
};

/** Acts on the log of a server and lets it go; `Refused` where it does not answer. */
export const withStore = async <T>(url: string, act: (store: EventStoreDbStore) => Promise<T>): Promise<T> => {
  const store = new EventStoreDbStore(url);
  try {
    return await act(store);
  } catch (error) {
    if (error instanceof StoreUnavailable) throw new Refused(`The event store does not answer: ${error.message}`);
    throw error;
  } finally {
    await store.close();
  }
};
