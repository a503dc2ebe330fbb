import type { Series } from '../metrics/prometheus-text.js';

/** One measured lag of a runner. */
export interface Lag {
  readonly service: string;
  /** Its name ends in the unit. */
  readonly metric: string;
  /** Which runner, topic or group, and its state. */
  readonly labels: string;
  readonly value: number;
}

/** How far runners, the relay and consumers are behind, and what is parked; observability.md. */
const SHOWN: ReadonlySet<string> = new Set([
  'runner_lag_seconds',
  'relay_pending_events',
  'relay_oldest_age_seconds',
  'consumer_lag_seconds',
  'parked_events',
]);

/** The lags among a service's series. */
export const lagsIn = (service: string, series: readonly Series[]): readonly Lag[] =>
  series
    .filter(({ metric }) => SHOWN.has(metric))
    .map(({ metric, labels, value }) => {
      const told = Object.entries(labels).filter(([name]) => name !== 'service');
      return { service, metric, labels: told.map(([, text]) => text).join(' '), value };
    });
