import { newId } from '@guildhall/kernel';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { StoreUnavailable } from '../store/store.errors.js';
import { EXPIRES_AFTER_MS, Lease, machineTime, type LeaseTime } from './lease.js';
import { LEASE_RELEASED, LEASE_SCHEMA_VERSION } from './lease.events.js';
import type { Struggling } from '../processes/process-runner.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import { LeaseStream } from './lease-stream.js';

/** Between two looks at a lease that another one holds, in ms: with 8 s to expire it is taken over within 10 s. */
const LOOK_EVERY_MS = 500;

export type LeaseOptions = Readonly<{
  service: string;
  /** What the lease is for: `relay`, `projector`, `timers`. */
  runner: string;
  /** Names this replica, the same after its restart, and no other one that runs: e.g. host and port. */
  holder: string;
  /**
   * `start`: a lease under this replica's own name is that of its dead run before, and taken at once. `loss`: this run has lost it; were
   * another one of this name about, both would take it from each other for ever, so it waits like anybody.
   */
  after: 'start' | 'loss';
  /** How the work under the lease stands: told with each renewal, for processes that have no part in it. */
  standing?: () => readonly RunnerLag[];
  /** What of it keeps failing; told in the same way, of each error its name alone. */
  struggling?: () => readonly Struggling[];
  /** Called at each look that found the lease with another holder. */
  onStandby?: (holder: string) => void;
  /** Called when the store is away. */
  onFault?: (error: unknown) => void;
  /** Wall time for the record (default: the machine's). */
  now?: () => Date;
  time?: LeaseTime;
}>;

/**
 * Takes a lease that is free, was released, or shows no life for 8 s of wall time; stands by until then. Two who take it at once have one
 * winner. Time in which the store was away does not count: the holder could not renew either. Rejects when `signal` aborts.
 */
export const takeLease = async (store: EventStore, options: LeaseOptions, signal: AbortSignal): Promise<Lease> => {
  const { holder, now = () => new Date(), time = machineTime, standing, struggling } = options;
  const events = new LeaseStream(store, options.service, options.runner);
  const taken = (term: bigint): Lease => new Lease(events, holder, term, now, time, standing, struggling);
  // One id for all tries: an append whose answer was lost is found again.
  const id = newId();
  const seen = { id: '', at: NaN };
  for (;;) {
    signal.throwIfAborted();
    try {
      const last = await events.last();
      if (last?.id === id) return taken(last.revision);
      if (last && seen.id !== last.id) Object.assign(seen, { id: last.id, at: time.now() });
      const left = seen.at + EXPIRES_AFTER_MS - time.now();
      if (!last || left <= 0 || isFree(last, options)) {
        if (last === null || last.metadata.schemaVersion < LEASE_SCHEMA_VERSION) await events.keepLastOnly();
        const takenAt = now().toISOString();
        const term = await events.append(last?.revision ?? 'no_stream', { type: 'LeaseTaken', data: { holder, takenAt } }, takenAt, id); // prettier-ignore
        if (term !== null) return taken(term);
      } else {
        options.onStandby?.(holderOf(last));
        await time.pause(Math.min(LOOK_EVERY_MS, left), signal);
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      options.onFault?.(error);
      seen.id = '';
      await time.pause(LOOK_EVERY_MS, signal);
    }
  }
};

const holderOf = ({ data }: StoredEvent): string => (data as { holder: string }).holder;

const isFree = (last: StoredEvent, { holder, after }: LeaseOptions): boolean =>
  last.type === LEASE_RELEASED || (after === 'start' && holderOf(last) === holder);
