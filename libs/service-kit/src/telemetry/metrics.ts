import { MESSAGING_METRICS, type Meter, type MetricSpec } from '@guildhall/messaging';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type OpenMetricsContentType } from 'prom-client';
import type { MetricDefinition } from './metric-definition.js';
import { METRIC } from './metrics-registry.js';

/** The series of one process. OpenMetrics, because only that format carries exemplars; see `scrape`. */
export type MetricsRegistry = Registry<OpenMetricsContentType>;

/** Values by label name; prom-client refuses a name that the definition does not hold. */
export type Labels = Readonly<Record<string, string | number>>;

type Of<Kind extends MetricDefinition['kind']> = MetricDefinition & Readonly<{ kind: Kind }>;

const openMetrics = (): MetricsRegistry => {
  const registry: MetricsRegistry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
};

/** The scrape registry of one process, with the runtime's own series (event loop, heap, GC, file descriptors). */
export const createRegistry = (service: string): MetricsRegistry => {
  const registry = openMetrics();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
};

/** A registry without the runtime's own series, which would leave a timer behind: tests and one-shot commands. */
export const createBareRegistry = (): MetricsRegistry => openMetrics();

const optionsOf = (registry: MetricsRegistry, { name, help, labels }: Pick<MetricDefinition, 'name' | 'help'> & { labels: readonly string[] }) => ({ name, help, labelNames: [...labels], registers: [registry] }); // prettier-ignore

/** The counter of a definition; the same one for every caller. */
export const counterOf = (registry: MetricsRegistry, metric: Of<'counter'>): Counter =>
  (registry.getSingleMetric(metric.name) as Counter | undefined) ?? new Counter(optionsOf(registry, metric));

/** The gauge of a definition; the same one for every caller. */
export const gaugeOf = (registry: MetricsRegistry, metric: Of<'gauge'>): Gauge =>
  (registry.getSingleMetric(metric.name) as Gauge | undefined) ?? new Gauge(optionsOf(registry, metric));

/** A histogram whose buckets name the trace of their last value; `traceId` is left out where no trace is kept. */
export interface Timed {
  observe(labels: Labels, seconds: number, traceId?: string): void;
  /** Shows a series before its first value: `rate()` does not count the one that a series begins with. */
  begin(labels: Labels): void;
}

/** The histogram of a definition; call once a process. */
export const histogramOf = (registry: MetricsRegistry, metric: Of<'histogram'>): Timed => {
  const buckets = metric.buckets ? { buckets: [...metric.buckets] } : {};
  const histogram = new Histogram({ ...optionsOf(registry, metric), ...buckets, enableExemplars: true });
  return {
    observe: (labels, seconds, traceId) =>
      histogram.observe({
        labels: { ...labels },
        value: seconds,
        exemplarLabels: traceId === undefined ? {} : { trace_id: traceId },
      }),
    begin: (labels) => histogram.zero({ ...labels }),
  };
};

/** One gauge of a family: which series a row gives, null for none. */
export type RowGauge<Row> = Readonly<{
  metric: Of<'gauge'>;
  of: (row: Row) => Readonly<{ labels: Labels; value: number }> | null;
}>;

/** Prometheus gives a scrape ten seconds; a store that hangs must not cost the other series, in ms. */
const LOOK_DEADLINE_MS = 2_000;

/**
 * Gauges that are read when scraped, all from one look. A look that fails or takes more than two seconds leaves its series out of the
 * scrape, for an old value would be a lie, and counts in `scrape_failures_total`.
 */
export const gaugesOnScrape = <Row>(
  registry: MetricsRegistry,
  family: string,
  look: () => readonly Row[] | Promise<readonly Row[]>,
  gauges: readonly RowGauge<Row>[],
): void => {
  const failures = counterOf(registry, METRIC.scrapeFailures);
  const rows = oncePerScrape(async () => {
    try {
      return await inTime(Promise.resolve(look()));
    } catch {
      failures.inc({ family });
      return [];
    }
  });
  for (const { metric, of } of gauges) {
    new Gauge({
      ...optionsOf(registry, metric),
      async collect() {
        const found = await rows();
        this.reset();
        // Without labels a reset means 0, which is no answer.
        if (metric.labels.length === 0) this.remove();
        for (const row of found) {
          const one = of(row);
          if (one) this.set({ ...one.labels }, one.value);
        }
      },
    });
  }
};

const inTime = async <T>(looking: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('late')), LOOK_DEADLINE_MS)));
  try {
    return await Promise.race([looking, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** A scrape asks all series in one turn of the event loop, before any microtask: they share what is looked at. */
const oncePerScrape = <T>(look: () => Promise<T>): (() => Promise<T>) => {
  let current: Promise<T> | null = null;
  return () => {
    if (!current) queueMicrotask(() => (current = null));
    return (current ??= look());
  };
};

/** Binds the series of messaging to the registry. A name outside its list is a programming error and counts nothing. */
export const prometheusMeter = (
  registry: MetricsRegistry,
  specs: readonly MetricSpec[] = Object.values(MESSAGING_METRICS),
): Meter => {
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  for (const spec of specs) {
    if (spec.kind === 'counter') counters.set(spec.name, new Counter(optionsOf(registry, spec)));
    else gauges.set(spec.name, new Gauge(optionsOf(registry, spec)));
  }
  return {
    add: (name, value, labels) => counters.get(name)?.inc({ ...labels }, value),
    set: (name, value, labels) => gauges.get(name)?.set({ ...labels }, value),
  };
};
