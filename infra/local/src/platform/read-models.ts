import { setTimeout as delay } from 'node:timers/promises';
import type { Series } from '../metrics/prometheus-text.js';

/** How the read models of all services stand. */
export interface ReadModels {
  /** `service/read model` of each that is not live yet. */
  readonly waiting: readonly string[];
  /** Rebuilt since the services started. */
  readonly rebuiltEvents: number;
  readonly rebuildSeconds: number;
}

export interface ScrapedService {
  readonly service: string;
  /** Undefined while it does not answer. */
  readonly series: readonly Series[] | undefined;
}

const PROJECTION = 'projection:';
const LOOK_EVERY_MS = 200;

const sumOf = (services: readonly ScrapedService[], metric: string): number =>
  services.flatMap(({ series = [] }) => series.filter((one) => one.metric === metric)).reduce((sum, { value }) => sum + value, 0);

const waitingIn = ({ service, series }: ScrapedService): readonly string[] => {
  if (series === undefined) return [service];
  return series
    .filter(({ metric, labels }) => metric === 'runner_lag_seconds' && labels['runner']?.startsWith(PROJECTION) === true)
    .filter(({ labels }) => labels['state'] !== 'live')
    .map(({ labels }) => `${service}/${(labels['runner'] ?? '').slice(PROJECTION.length)}`);
};

/** What the services' series say about their read models. */
export const readModelsIn = (services: readonly ScrapedService[]): ReadModels => ({
  waiting: services.flatMap(waitingIn),
  rebuiltEvents: sumOf(services, 'projection_rebuild_events_total'),
  rebuildSeconds: Math.max(0, ...services.map((service) => sumOf([service], 'projection_rebuild_seconds_total'))),
});

/** Looks until every read model is live; after `deadlineMs` it returns what it saw last. */
export const untilReadModelsLive = async (
  look: () => Promise<readonly ScrapedService[]>,
  deadlineMs: number,
): Promise<ReadModels> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const seen = readModelsIn(await look());
    if (seen.waiting.length === 0 || performance.now() >= end) return seen;
    await delay(LOOK_EVERY_MS);
  }
};

/** For people. */
export const describeReadModels = ({ waiting, rebuiltEvents, rebuildSeconds }: ReadModels): string => {
  if (waiting.length > 0) return `read models not up to date yet, their queries answer 503 meanwhile: ${waiting.join(', ')}`;
  if (rebuiltEvents === 0 || rebuildSeconds === 0) return 'read models are up to date';
  const rate = Math.round(rebuiltEvents / rebuildSeconds);
  return `read models are up to date: ${String(rebuiltEvents)} events applied in ${rebuildSeconds.toFixed(1)} s (${String(rate)}/s)`;
};
