import { METRIC } from './metrics-registry.js';
import { histogramOf, type MetricsRegistry } from './metrics.js';

export type HttpLabels = Readonly<{ method: string; route: string; status: number }>;

/** Duration of requests by route pattern (never by path: ids are no labels). */
export interface HttpMetrics {
  observe(labels: HttpLabels, seconds: number, traceId?: string): void;
}

/** The faults that a service answers with: they are shown with the first request of a route, so that the first of them is an increase. */
const FAULTS = [500, 503] as const;

export const createHttpMetrics = (registry: MetricsRegistry): HttpMetrics => {
  const duration = histogramOf(registry, METRIC.httpDuration);
  const shown = new Set<string>();
  return {
    observe: ({ method, route, status }, seconds, traceId) => {
      const operation = `${method} ${route}`;
      if (!shown.has(operation)) for (const fault of FAULTS) duration.begin({ method, route, status: fault });
      shown.add(operation);
      duration.observe({ method, route, status }, seconds, traceId);
    },
  };
};
