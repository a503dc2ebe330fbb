/** One measured lag of a runner. */
export interface Lag {
  readonly service: string;
  /** Metric without the unit's doubt: `projection_lag_seconds`. */
  readonly metric: string;
  /** Which runner, topic or read model. */
  readonly labels: string;
  readonly value: number;
}

const SERIES = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+\d+)?$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g;
const LAG = /_lag_(events|seconds)$/;

/** Labels that say nothing within one service's list. */
const REDUNDANT: ReadonlySet<string> = new Set(['service', 'instance']);

const labelsOf = (text: string): string =>
  [...text.matchAll(LABEL)]
    .filter(([, name]) => name !== undefined && !REDUNDANT.has(name))
    .map(([, , value]) => value ?? '')
    .join(' ');

/** The lags among a service's metrics; Prometheus text format. */
export const lagsIn = (service: string, metrics: string): readonly Lag[] =>
  metrics.split('\n').flatMap((line) => {
    const [, metric, labels = '', value] = SERIES.exec(line.trim()) ?? [];
    if (metric === undefined || !LAG.test(metric)) return [];
    return [{ service, metric, labels: labelsOf(labels), value: Number(value) }];
  });
