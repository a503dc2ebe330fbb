import {
  OutcomeUnknown,
  WrongExpectedRevision,
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '@guildhall/event-sourcing';
import { Counter, Histogram, type Registry } from 'prom-client';

/** The store with its appends measured: duration, conflicts by category, unknown outcomes. Reads pass through. */
export const meteredStore = (store: EventStore, registry: Registry): EventStore => {
  const duration = new Histogram({
    name: 'eventstore_append_duration_seconds',
    help: 'Time of one append, in seconds',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 3],
    registers: [registry],
  });
  const conflicts = new Counter({
    name: 'eventstore_conflicts_total',
    help: 'Appends that met another revision',
    labelNames: ['category'],
    registers: [registry],
  });
  const unknown = new Counter({
    name: 'eventstore_unknown_outcomes_total',
    help: 'Appends whose outcome stayed open',
    registers: [registry],
  });
  const append = async (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> => {
    const stopTimer = duration.startTimer();
    try {
      return await store.append(stream, expected, events);
    } catch (error) {
      if (error instanceof WrongExpectedRevision) conflicts.inc({ category: stream.split('-')[0] ?? stream });
      if (error instanceof OutcomeUnknown) unknown.inc();
      throw error;
    } finally {
      stopTimer();
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
