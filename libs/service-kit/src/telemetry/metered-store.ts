import {
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedRevision,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '@guildhall/event-sourcing';
import { SpanKind, trace } from '@opentelemetry/api';
import { METRIC } from './metrics-registry.js';
import { counterOf, histogramOf, type MetricsRegistry } from './metrics.js';
import { exemplarTrace } from './traceparent.js';

const OUTCOMES = ['ok', 'conflict', 'unknown', 'unavailable', 'fault'] as const;
type Outcome = (typeof OUTCOMES)[number];

/**
 * The store with its appends measured: duration by outcome, conflicts by category, unknown outcomes; within a trace that is kept each has a
 * span of its own, `append <category>`. Reads pass through.
 */
export const meteredStore = (store: EventStore, registry: MetricsRegistry): EventStore => {
  const duration = histogramOf(registry, METRIC.appendDuration);
  for (const outcome of OUTCOMES) duration.begin({ outcome });
  const conflicts = counterOf(registry, METRIC.conflicts);
  const unknown = counterOf(registry, METRIC.unknownOutcomes);
  const append = async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> => {
    const category = stream.split('-')[0] ?? stream;
    const traceId = exemplarTrace();
    const span = traceId === undefined ? null : appendSpan(category, expected, events.length);
    const started = performance.now();
    let outcome: Outcome = 'ok';
    try {
      return await store.append(stream, expected, events);
    } catch (error) {
      outcome = outcomeOf(error);
      if (outcome === 'conflict') conflicts.inc({ category });
      if (outcome === 'unknown') unknown.inc();
      span?.setAttribute('error.type', outcome);
      throw error;
    } finally {
      span?.end();
      duration.observe({ outcome }, (performance.now() - started) / 1_000, traceId);
    }
  };
  return {
    append,
    read: (stream, options) => (options ? store.read(stream, options) : store.read(stream)),
    readLast: (stream) => store.readLast(stream),
    readAll: (options) => store.readAll(options),
    head: (prefixes) => store.head(prefixes),
    subscribeAll: (options, signal) => store.subscribeAll(options, signal),
    setMaxCount: (stream, maxCount) => store.setMaxCount(stream, maxCount),
    logId: () => store.logId(),
    close: () => store.close(),
  };
};

const appendSpan = (category: string, expected: ExpectedRevision, count: number) =>
  trace.getTracer('@guildhall/service-kit').startSpan(`append ${category}`, {
    kind: SpanKind.CLIENT,
    attributes: { 'app.stream.category': category, 'app.expected_revision': String(expected), 'app.events': count },
  });

const outcomeOf = (error: unknown): Exclude<Outcome, 'ok'> => {
  if (error instanceof WrongExpectedRevision) return 'conflict';
  if (error instanceof OutcomeUnknown) return 'unknown';
  return error instanceof StoreUnavailable ? 'unavailable' : 'fault';
};
