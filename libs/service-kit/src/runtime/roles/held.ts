import { hostname } from 'node:os';
import { Lease, untilHandled } from '@guildhall/event-sourcing';
import { LeaseMetrics } from '../../telemetry/lease-metrics.js';
import type { ServiceCore } from '../service-core.js';

/** What a runner does under its lease, and how it ends when a newer instance takes over. */
export type Held = Readonly<{ lease: Lease; release(): Promise<void> }>;

/**
 * Takes the lease of a runner, waiting while the store is away, and watches it: `onLost` is called once when a newer term is there. The
 * newest instance wins (architecture.md §8, first version).
 */
export const takeLease = async (
  core: Pick<ServiceCore, 'definition' | 'parts' | 'logger' | 'metrics'>,
  runner: string,
  signal: AbortSignal,
  onLost: () => Promise<void>,
): Promise<Held> => {
  const { definition, parts, logger } = core;
  const options = { service: definition.service, runner, holder: `${hostname()}:${process.pid}` };
  const leases = new LeaseMetrics(core.metrics);
  leases.wanted(runner);
  const lease = await untilHandled(() => Lease.take(parts.log, options), { signal });
  leases.took(runner, lease.term);
  const watching = new AbortController();
  const watched = lease.watch(AbortSignal.any([watching.signal, signal])).then(async () => {
    if (lease.isHeld) return;
    leases.lost(runner);
    logger.error({ runner, term: lease.term.toString() }, 'a newer instance holds the lease: this runner stops');
    await onLost();
  });
  // The runner's own stop awaits it; until then a rejection must not end the process.
  watched.catch((error: unknown) => logger.error({ runner, err: error }, 'the lease is no longer watched'));
  return {
    lease,
    release: async () => {
      watching.abort();
      await watched;
      leases.released(runner);
    },
  };
};
