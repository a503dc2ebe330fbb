import { Histogram, type Registry } from 'prom-client';

export type HttpLabels = Readonly<{ service: string; method: string; route: string; status: number }>;

/** Duration of requests by route pattern (never by path: ids are no labels). */
export interface HttpMetrics {
  observe(labels: HttpLabels, seconds: number): void;
}

export const createHttpMetrics = (registry: Registry): HttpMetrics => {
  const histogram = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP requests by route pattern, in seconds',
    labelNames: ['service', 'method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return { observe: (labels, seconds) => histogram.observe({ ...labels }, seconds) };
};
