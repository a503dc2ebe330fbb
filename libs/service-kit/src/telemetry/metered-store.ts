import {
  OutcomeUnknown,
  StoreUnavailable,
  WrongExpectedRevision,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '@guildhall/event-sourcing';
import { METRIC } from './metrics-registry.js';
import { counterOf, histogramOf, type MetricsRegistry } from './metrics.js';
import { exemplarTrace } from './traceparent.js';

/** The store with its appends measured: duration by outcome, conflicts by category, unknown outcomes. Reads pass through. */
export const meteredStore = (store: EventStore, registry: MetricsRegistry): EventStore => {
  const duration = histogramOf(registry, METRIC.appendDuration);
  const conflicts = counterOf(registry, METRIC.conflicts);
  const unknown = counterOf(registry, METRIC.unknownOutcomes);
  const append = async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> => {
    const started = performance.now();
    let outcome = 'ok';
    try {
      return await store.append(stream, expected, events);
    } catch (error) {
      outcome = outcomeOf(error);
      if (outcome === 'conflict') conflicts.inc({ category: stream.split('-')[0] ?? stream });
      if (outcome === 'unknown') unknown.inc();
      throw error;
    } finally {
      duration.observe({ outcome }, (performance.now() - started) / 1_000, exemplarTrace());
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

const outcomeOf = (error: unknown): 'conflict' | 'unknown' | 'unavailable' | 'fault' => {
  if (error instanceof WrongExpectedRevision) return 'conflict';
  if (error instanceof OutcomeUnknown) return 'unknown';
  return error instanceof StoreUnavailable ? 'unavailable' : 'fault';
};
