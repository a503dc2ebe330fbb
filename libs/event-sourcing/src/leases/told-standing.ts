import type { Struggling } from '../processes/process-runner.js';
import type { EventStore } from '../store/event-store.port.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import { EXPIRES_AFTER_MS } from './lease.js';
import { LEASE_RELEASED, type LeaseEvent } from './lease.events.js';
import { LeaseStream } from './lease-stream.js';

type Of = Readonly<{ service: string; runner: string; nowMs: number }>;
type Said = Readonly<{ event: Exclude<LeaseEvent, { type: 'LeaseTaken' }>; at: number }>;

const lastSaid = async (store: EventStore, { service, runner }: Pick<Of, 'service' | 'runner'>): Promise<Said | null> => {
  const last = await new LeaseStream(store, service, runner).last();
  const event = last as unknown as LeaseEvent | null;
  return !last || !event || event.type === 'LeaseTaken' ? null : { event, at: Date.parse(last.recordedAt) };
};

/**
 * How the work under a lease stands, for a process that has no part in it: what the holder told with its last renewal, at most 3 s ago. A
 * line is `unheld` where nobody holds the lease, or whoever holds it shows no life for 8 s; its lag has grown by the time since, because
 * nobody works. Empty until a holder has told anything. Throws `StoreUnavailable`.
 */
export const toldStanding = async (store: EventStore, { nowMs, ...lease }: Of): Promise<readonly RunnerLag[]> => {
  const said = await lastSaid(store, lease);
  if (!said) return [];
  const { event, at: saidAt } = said;
  const isUnheld = event.type === LEASE_RELEASED || nowMs - saidAt > EXPIRES_AFTER_MS;
  return (event.data.standing ?? []).map((line) => ({
    ...line,
    position: line.position === null ? null : BigInt(line.position),
    ...(isUnheld && { state: 'unheld', lagSeconds: line.lagSeconds + Math.max(0, (nowMs - saidAt) / 1_000) }),
  }));
};

/** What keeps failing under a lease, as its holder told last, of each error its name alone. Throws `StoreUnavailable`. */
export const toldStruggling = async (store: EventStore, lease: Omit<Of, 'nowMs'>): Promise<readonly Struggling[]> =>
  (await lastSaid(store, lease))?.event.data.struggling ?? [];
