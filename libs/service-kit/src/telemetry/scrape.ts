import { Registry } from 'prom-client';
import type { MetricsRegistry } from './metrics.js';

/** A scrape in the format that was asked for. */
export type Scrape = Readonly<{ contentType: string; body: string }>;

/**
 * All series of a process: OpenMetrics with exemplars where `accept` names it (Prometheus does), else the plain text format 0.0.4, for
 * people and simple readers.
 */
export const scrape = async (registry: MetricsRegistry, accept: string | undefined): Promise<Scrape> => {
  const body = await registry.metrics();
  if (accept?.includes('application/openmetrics-text')) return { contentType: registry.contentType, body };
  return { contentType: Registry.PROMETHEUS_CONTENT_TYPE, body: plainText(body) };
};

const COUNTER = /^# TYPE (\S+) counter$/gm;
const HEAD = /^# (HELP|TYPE) (\S+)/;
/** An exemplar stands behind the value of a bucket. */
const EXEMPLAR = / # \{[^}]*\} \S+ \S+$/;

/** The text format 0.0.4 of an OpenMetrics text: counters are declared with their `_total`, exemplars and the end mark are left out. */
export const plainText = (openMetrics: string): string => {
  const counters = new Set([...openMetrics.matchAll(COUNTER)].map(([, name]) => name));
  const lines = openMetrics.split('\n').filter((line) => line !== '# EOF');
  return lines
    .map((line) => {
      const name = HEAD.exec(line)?.[2];
      if (name !== undefined) return counters.has(name) ? line.replace(name, `${name}_total`) : line;
      return line.replace(EXEMPLAR, '');
    })
    .join('\n');
};
