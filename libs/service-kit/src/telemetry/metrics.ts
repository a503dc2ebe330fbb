import { MESSAGING_METRICS, type Meter, type MetricSpec } from '@guildhall/messaging';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** The scrape registry of one process, with the runtime's own series (event loop, heap, GC, file descriptors). */
export const createRegistry = (service: string): Registry => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
};

/** A registry without the runtime's own series, which would leave a timer behind: tests and one-shot commands. */
export const createBareRegistry = (): Registry => new Registry();

/** Binds the series of messaging to the registry. A name outside its list is a programming error and counts nothing. */
export const prometheusMeter = (registry: Registry, specs: readonly MetricSpec[] = Object.values(MESSAGING_METRICS)): Meter => {
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  for (const { name, kind, help, labels } of specs) {
    const options = { name, help, labelNames: [...labels], registers: [registry] };
    if (kind === 'counter') counters.set(name, new Counter(options));
    else gauges.set(name, new Gauge(options));
  }
  return {
    add: (name, value, labels) => counters.get(name)?.inc({ ...labels }, value),
    set: (name, value, labels) => gauges.get(name)?.set({ ...labels }, value),
  };
};
