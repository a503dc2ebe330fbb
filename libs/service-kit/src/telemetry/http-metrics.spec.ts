import { describe, expect, it } from '@jest/globals';
import { createHttpMetrics } from './http-metrics.js';
import { createBareRegistry } from './metrics.js';

describe('The measure of requests', () => {
  it('shows the faults of a route with its first request, and keeps what was counted', async () => {
    const registry = createBareRegistry();
    const metrics = createHttpMetrics(registry);
    const request = { method: 'GET', route: '/gigs/:gigId' };
    metrics.observe({ ...request, status: 503 }, 0.1);
    metrics.observe({ ...request, status: 200 }, 0.1);
    metrics.observe({ ...request, status: 503 }, 0.1);
    const counts = (await registry.metrics()).matchAll(
      /^http_server_request_duration_seconds_count\{.*status="(\d+)".*\} (\d+)$/gm,
    );
    expect(Object.fromEntries([...counts].map(([, status, count]) => [status, Number(count)]))).toEqual({
      200: 1,
      500: 0,
      503: 2,
    });
  });
});
