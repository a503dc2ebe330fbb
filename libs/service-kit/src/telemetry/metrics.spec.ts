import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, OutcomeUnknown, type EventStore } from '@guildhall/event-sourcing';
import { MESSAGING_METRICS } from '@guildhall/messaging';
import { SpanStatusCode, type Attributes } from '@opentelemetry/api';
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
    meter.set(MESSAGING_METRICS.consumerPaused.name, 7, { group: 'guildhall.contracts' });
    const text = await registry.metrics();
    expect(text).toContain('facts_handled_total{process="note-funding"} 2');
    expect(text).toContain('consumer_paused_partitions{group="guildhall.contracts"} 7');
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

  it('counts what spans say of commands, facts, batches and timers', async () => {
    const registry = createBareRegistry();
    const provider = new TracerProvider({ spanProcessors: [new SpanMetrics(registry)] });
    const end = (name: string, attributes: Attributes): void => provider.getTracer('spec').startSpan(name, { attributes }).end();
    end('command PayOut', { 'guildhall.conflict_retries': 2, 'guildhall.repeat_of': 'request' });
    end('command PayOut', { 'guildhall.repeat_of': 'final-payout', 'guildhall.error_code': 'PAYMENTS.AMOUNT_FROZEN' });
    end('command NoteFunding', { 'guildhall.noted_by': 'funding', 'guildhall.error_code': 'CONTRACTS.X' });
    end('react refund', { 'app.duplicate': true, 'app.timer_delay_seconds': 2 });
    end('project wallets', { 'app.events': 10, 'app.poison': 3 });
    end('relay guildhall.payments.events', { 'messaging.batch.message_count': 40 });
    const text = await registry.metrics();
    for (const line of [
      'command_retries_total{command="PayOut"} 2',
      'idempotent_replays_total{command="PayOut"} 1',
      'inbox_duplicates_total{process="final-payout"} 1',
      'inbox_duplicates_total{process="refund"} 1',
      'facts_noted_total{process="funding"} 1',
      'money_refused_total{reason="PAYMENTS.AMOUNT_FROZEN"} 1',
      'timer_fire_delay_seconds_sum{process="refund"} 2',
      'projection_events_processed_total{projection="wallets",result="applied"} 7',
      'projection_events_processed_total{projection="wallets",result="poison"} 3',
      'projection_poison_total{projection="wallets"} 3',
      'messaging_client_sent_messages_total{destination="guildhall.payments.events"} 40',
    ])
      expect(text).toContain(line);
    expect(text).not.toContain('CONTRACTS.X');
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
    const text = await registry.metrics();
    expect(text).toContain('eventstore_unknown_outcomes_total 1');
    expect(text).toContain('eventstore_append_duration_seconds_count{outcome="unknown"} 1');
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
