import type { Parking } from '@guildhall/event-sourcing';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry } from './metrics.js';

type Row = Readonly<{ process: string; keys: ReadonlySet<string>; events: number; oldestMs: number }>;

/** What waits for operators, by process; the same in every process of a service. Parked messages are committed: no offset shows them. */
export const registerParkedMetrics = (registry: MetricsRegistry, parking: Pick<Parking, 'list'>, nowMs: () => number): void => {
  const look = (): readonly Row[] => {
    const rows = new Map<string, { process: string; keys: Set<string>; events: number; oldestMs: number }>();
    for (const { process, key, parkedAt } of parking.list()) {
      const row = rows.get(process) ?? { process, keys: new Set<string>(), events: 0, oldestMs: Infinity };
      rows.set(process, row);
      row.keys.add(key);
      row.events += 1;
      row.oldestMs = Math.min(row.oldestMs, Date.parse(parkedAt));
    }
    return [...rows.values()];
  };
  gaugesOnScrape(registry, 'parked', look, [
    { metric: METRIC.parkedKeys, of: ({ process, keys }) => ({ labels: { process }, value: keys.size }) },
    { metric: METRIC.parkedEvents, of: ({ process, events }) => ({ labels: { process }, value: events }) },
    {
      metric: METRIC.parkedAge,
      of: ({ process, oldestMs }) => ({ labels: { process }, value: Math.max(0, (nowMs() - oldestMs) / 1_000) }),
    },
  ]);
};
