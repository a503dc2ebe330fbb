import { context, SpanKind, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { counterOf, createBareRegistry, gaugesOnScrape, histogramOf } from './metrics.js';
import { METRIC } from './metrics-registry.js';
import { scrape } from './scrape.js';
import { SpanMetrics } from './span-metrics.js';
import { memorySpans, startTracing } from './tracing.js';

const OPEN_METRICS = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';
const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe('A scrape', () => {
  it('is plain text without exemplars for those who do not ask for more', async () => {
    const registry = createBareRegistry();
    registry.setDefaultLabels({ service: 'contracts' });
    counterOf(registry, METRIC.conflicts).inc({ category: 'contracts.contract' }, 3);
    histogramOf(registry, METRIC.appendDuration).observe({ outcome: 'ok' }, 0.004, TRACE);
    const { contentType, body } = await scrape(registry, '*/*');
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('# TYPE eventstore_conflicts_total counter');
    expect(body).toContain('eventstore_conflicts_total{category="contracts.contract",service="contracts"} 3');
    expect(body).toMatch(/^eventstore_append_duration_seconds_bucket\{le="0.005",service="contracts",outcome="ok"\} 1$/m);
    expect(body).not.toMatch(/# EOF|trace_id/);
  });

  it('is OpenMetrics with exemplars for Prometheus, and stays so', async () => {
    const registry = createBareRegistry();
    histogramOf(registry, METRIC.appendDuration).observe({ outcome: 'ok' }, 0.004, TRACE);
    counterOf(registry, METRIC.unknownOutcomes).inc();
    await scrape(registry, undefined);
    const { contentType, body } = await scrape(registry, OPEN_METRICS);
    expect(contentType).toContain('application/openmetrics-text');
    expect(body).toContain('# TYPE eventstore_unknown_outcomes counter');
    expect(body).toContain('eventstore_unknown_outcomes_total 1');
    expect(body).toContain(`# {trace_id="${TRACE}"} 0.004`);
    expect(body.endsWith('# EOF\n')).toBe(true);
  });

  it('leaves out what could not be looked at, and counts that', async () => {
    const registry = createBareRegistry();
    let away = false;
    const look = () => (away ? Promise.reject(new Error('away')) : Promise.resolve([1]));
    gaugesOnScrape(registry, 'projection-head', look, [
      { metric: METRIC.projectionHead, of: (value) => ({ labels: {}, value }) },
    ]);
    expect((await scrape(registry, undefined)).body).toContain('projection_head_position 1');
    away = true;
    await scrape(registry, undefined);
    const { body } = await scrape(registry, undefined);
    expect(body).not.toMatch(/^projection_head_position /m);
    expect(body).toContain('scrape_failures_total{family="projection-head"}');
  });

  it('does not wait for a store that hangs', async () => {
    const registry = createBareRegistry();
    counterOf(registry, METRIC.unknownOutcomes).inc();
    gaugesOnScrape(registry, 'ledger', () => new Promise<readonly number[]>(() => undefined), [
      { metric: METRIC.projectionHead, of: (value) => ({ labels: {}, value }) },
    ]);
    jest.useFakeTimers();
    const scraping = scrape(registry, undefined);
    await jest.advanceTimersByTimeAsync(2_000);
    jest.useRealTimers();
    const { body } = await scraping;
    expect(body).toContain('eventstore_unknown_outcomes_total 1');
    expect(body).not.toMatch(/^projection_head_position /m);
  });

  it('looks once for all series of a family', async () => {
    const registry = createBareRegistry();
    let looks = 0;
    gaugesOnScrape(registry, 'relay', () => [(looks += 1)], [
      { metric: METRIC.relayPosition, of: (value) => ({ labels: { topic: 't' }, value }) },
      { metric: METRIC.relayPending, of: (value) => ({ labels: { topic: 't' }, value }) },
    ]);
    const { body } = await scrape(registry, undefined);
    expect(body).toContain('relay_position{topic="t"} 1');
    expect(body).toContain('relay_pending_events{topic="t"} 1');
  });
});

describe('An exemplar', () => {
  const exporter = memorySpans();
  const registry = createBareRegistry();
  beforeAll(() => {
    startTracing({ service: 's', version: 'v', sink: { kind: 'memory', exporter }, processors: [new SpanMetrics(registry)] });
  });
  afterAll(() => {
    trace.disable();
    context.disable();
  });
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();

  it('names a trace that exists', async () => {
    trace.getTracer('spec').startSpan('command SubmitMilestone', { kind: SpanKind.INTERNAL }).end();
    const { body } = await scrape(registry, OPEN_METRICS);
    const [, traceId] = /# \{trace_id="([0-9a-f]{32})"\}/.exec(body) ?? [];
    expect(spans().map((span) => span.spanContext().traceId)).toContain(traceId);
  });

  it('is not made of a trace that its caller does not keep, whose duration counts all the same', async () => {
    const unsampled = trace.setSpanContext(context.active(), { traceId: TRACE, spanId: 'b7ad6b7169203331', traceFlags: 0 });
    trace.getTracer('spec').startSpan('command ApproveMilestone', {}, unsampled).end();
    const { body } = await scrape(registry, OPEN_METRICS);
    expect(body).toContain('command_duration_seconds_count{command="ApproveMilestone",outcome="ok"} 1');
    expect(body).not.toContain(TRACE);
    expect(spans().map(({ name }) => name)).not.toContain('command ApproveMilestone');
  });
});
