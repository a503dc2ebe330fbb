import type { WaitingErasure } from '@guildhall/event-sourcing';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry } from './metrics.js';

/** Orders that wait; null: this process does not carry them out. */
type Orders = Readonly<{ waiting(): Promise<readonly WaitingErasure[] | null> }>;
type Row = Readonly<{ people: number; oldestMs: number | null }>;

/** Erasures of read models under way. */
export const registerErasureMetrics = (registry: MetricsRegistry, orders: Orders, nowMs: () => number): void => {
  const look = async (): Promise<readonly Row[]> => {
    const waiting = await orders.waiting();
    if (!waiting) return [];
    const oldestMs = waiting.length === 0 ? null : Math.min(...waiting.map(({ orderedAt }) => Date.parse(orderedAt)));
    return [{ people: new Set(waiting.map(({ subjectId }) => subjectId)).size, oldestMs }];
  };
  const age = (oldestMs: number | null): number => (oldestMs === null ? 0 : Math.max(0, (nowMs() - oldestMs) / 1_000));
  gaugesOnScrape(registry, 'erasures', look, [
    { metric: METRIC.erasurePending, of: ({ people: value }) => ({ labels: {}, value }) },
    { metric: METRIC.erasureAge, of: ({ oldestMs }) => ({ labels: {}, value: age(oldestMs) }) },
  ]);
};
