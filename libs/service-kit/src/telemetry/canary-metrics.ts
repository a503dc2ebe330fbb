import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry } from './metrics.js';

/** Ages in seconds by sink. */
type Ages = ReadonlyMap<string, number>;

/** Ages of canaries as the given sources know them; of several that watch one sink the oldest counts. */
export const registerCanaryMetrics = (registry: MetricsRegistry, sources: () => readonly Ages[]): void => {
  const look = () => {
    const oldest = new Map<string, number>();
    for (const ages of sources()) for (const [sink, age] of ages) oldest.set(sink, Math.max(age, oldest.get(sink) ?? 0));
    return [...oldest];
  };
  gaugesOnScrape(registry, 'canaries', look, [
    { metric: METRIC.canaryAge, of: ([sink, value]) => ({ labels: { sink }, value }) },
  ]);
};
