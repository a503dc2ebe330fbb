import { FIRST_EPOCH } from '@guildhall/event-sourcing';
import type { RelayProgress } from '@guildhall/messaging';
import type { LogView } from './log-view.js';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry } from './metrics.js';

type Row = Readonly<{ position: bigint | null; pending: number; seconds: number; diverged: number; epoch: number }>;

/**
 * Series of the relay, where this process runs it; null, stopped and fenced ones tell nothing, another instance does. What a relay knows
 * to wait is the least: one that reaches neither broker nor subscription is measured by the log.
 */
export const registerRelayMetrics = (
  registry: MetricsRegistry,
  topic: string,
  progress: () => RelayProgress | null,
  log: LogView,
): void => {
  const look = async (): Promise<readonly Row[]> => {
    const now = progress();
    if (!now || now.state === 'stopped' || now.state === 'fenced') return [];
    const { position, pending, lagSeconds, state, epoch } = now;
    const behind = await log.behind(position, await log.head());
    const diverged = state === 'diverged' ? 1 : 0;
    const known = { position, diverged, epoch: epoch ?? FIRST_EPOCH };
    return [{ ...known, pending: Math.max(pending, behind.events), seconds: Math.max(lagSeconds, behind.seconds) }];
  };
  const labels = { topic };
  gaugesOnScrape(registry, 'relay', look, [
    { metric: METRIC.relayPosition, of: ({ position }) => ({ labels, value: Number(position ?? -1n) }) },
    { metric: METRIC.relayPending, of: ({ pending }) => ({ labels, value: pending }) },
    { metric: METRIC.relayOldestAge, of: ({ seconds }) => ({ labels, value: seconds }) },
    { metric: METRIC.relayDiverged, of: ({ diverged }) => ({ labels, value: diverged }) },
    { metric: METRIC.storeEpoch, of: ({ epoch }) => ({ labels: {}, value: epoch }) },
  ]);
};
