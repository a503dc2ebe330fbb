import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, OutcomeUnknown, type EventStore } from '@guildhall/event-sourcing';
import { MESSAGING_METRICS } from '@guildhall/messaging';
import { SpanStatusCode } from '@opentelemetry/api';
import { SimpleSpanProcessor, TracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { createBareRegistry, prometheusMeter } from './metrics.js';
import { meteredStore } from './metered-store.js';
import { registerRunnerMetrics } from './runner-metrics.js';
import { SpanMetrics } from './span-metrics.js';

describe('The scrape endpoint', () => {
  it('holds the series of messaging under their own names', async () => {
    const registry = createBareRegistry();
    const meter = prometheusMeter(registry);
    meter.add(MESSAGING_METRICS.factsHandled.name, 2, { process: 'note-funding' });
    meter.set(MESSAGING_METRICS.relayPosition.name, 7, { topic: 'guildhall.contracts.events' });
    const text = await registry.metrics();
    expect(text).toContain('facts_handled_total{process="note-funding"} 2');
    expect(text).toContain('relay_position{topic="guildhall.contracts.events"} 7');
  });

  it('takes durations of commands from their spans, by outcome', async () => {
    const registry = createBareRegistry();
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({ spanProcessors: [new SpanMetrics(registry), new SimpleSpanProcessor({ exporter })] });
    const tracer = provider.getTracer('spec');
    tracer.startSpan('command SubmitMilestone').end();
    const refused = tracer.startSpan('command SubmitMilestone');
    refused.setAttribute('guildhall.error_code', 'CONTRACTS.X').end();
    tracer.startSpan('command SubmitMilestone').setStatus({ code: SpanStatusCode.ERROR }).end();
    tracer.startSpan('GET /contracts').end();
    const text = await registry.metrics();
    for (const outcome of ['ok', 'refused', 'fault']) {
      expect(text).toContain(`command_duration_seconds_count{command="SubmitMilestone",outcome="${outcome}"} 1`);
    }
    await provider.shutdown();
  });

  it('counts appends whose outcome stayed open', async () => {
    const registry = createBareRegistry();
    const broken: EventStore = Object.assign(new InMemoryEventStore(), {
      append: () => Promise.reject(new OutcomeUnknown('cut')),
    });
    await expect(meteredStore(broken, registry).append('contracts.note-1', 'no_stream', [])).rejects.toBeInstanceOf(
      OutcomeUnknown,
    );
    expect(await registry.metrics()).toContain('eventstore_unknown_outcomes_total 1');
  });

  it('asks every runner for its lag when scraped', async () => {
    const registry = createBareRegistry();
    let lagSeconds = 3;
    const runner = { runner: 'relay', state: 'live', position: 5n, heartbeatAt: 1_000, advancedAt: 2_000, parked: 1 };
    registerRunnerMetrics(registry, () => [{ ...runner, lagSeconds }]);
    expect(await registry.metrics()).toContain('runner_lag_seconds{runner="relay",state="live"} 3');
    lagSeconds = 0;
    expect(await registry.metrics()).toContain('runner_lag_seconds{runner="relay",state="live"} 0');
  });
});
