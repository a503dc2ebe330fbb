import { METRIC } from './metrics-registry.js';
import { histogramOf, type MetricsRegistry } from './metrics.js';

export type HttpLabels = Readonly<{ method: string; route: string; status: number }>;

/** Duration of requests by route pattern (never by path: ids are no labels). */
export interface HttpMetrics {
  observe(labels: HttpLabels, seconds: number, traceId?: string): void;
}

export const createHttpMetrics = (registry: MetricsRegistry): HttpMetrics => histogramOf(registry, METRIC.httpDuration);
