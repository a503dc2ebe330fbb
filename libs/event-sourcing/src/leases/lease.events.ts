import type { DomainEvent } from '@guildhall/kernel';
import type { Struggling } from '../processes/process-runner.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';

/** How a line of work stood when its holder showed life: what `RunnerLag` says, as JSON. `heartbeatAt` and `advancedAt`: ms since 1970. */
export type StandingLine = Readonly<Omit<RunnerLag, 'position'> & { position: string | null }>;

/**
 * `holder` names the replica; `term` is the revision at which it took the lease, decimal; times are wall time, UTC. `standing`: how what is
 * done under the lease stands, and `struggling` what of it keeps failing, so that other processes of the service can tell operators.
 */
export type Told = { holder: string; term: string; standing?: readonly StandingLine[]; struggling?: readonly Struggling[] };

/** What happens in `leases.<service>.<runner>`; `$maxCount` 1 keeps the last one. */
export type LeaseEvent =
  | DomainEvent<'LeaseTaken', { holder: string; takenAt: string }>
  | DomainEvent<'LeaseRenewed', Told & { renewedAt: string }>
  | DomainEvent<'LeaseReleased', Told & { releasedAt: string }>;

export const LEASE_TAKEN = 'LeaseTaken';
export const LEASE_RELEASED = 'LeaseReleased';

/** 1: taken on start by the newest, one event a term, no `$maxCount`. 2: renewed, released and expiring. */
export const LEASE_SCHEMA_VERSION = 2;
