import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { scrape } from '../metrics/scrape.js';
import { heapFlags } from '../platform/heap-flags.js';
import { describeReadModels, readModelsIn, type ScrapedService } from '../platform/read-models.js';
import { serviceEnvironment, type ServiceSurroundings } from '../platform/service-processes.js';
import type { ServiceName } from '../platform/services.js';
import { answersOk } from '../supervision/conditions.js';
import { Obstacle } from '../supervision/obstacle.js';
import type { ProcessDescription } from '../supervision/process-description.js';

const START_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 15_000;
/** A log of 10 million events is told again in about half an hour. */
const CAUGHT_UP_DEADLINE_MS = 3_600_000;
const LOOK_EVERY_MS = 200;

/** A service that tells its topic anew and rebuilds its read models, and does nothing else: no request, no process, no timer. */
export const quietService = (service: ServiceName, surroundings: ServiceSurroundings): ProcessDescription => {
  const port = surroundings.ports.services[service];
  const url = `http://127.0.0.1:${String(port)}`;
  return {
    name: service,
    title: `${service} (relay and projector)`,
    command: process.execPath,
    args: [...heapFlags('service'), join(surroundings.layout.root, 'services', service, 'dist', 'main.js')],
    environment: { ...serviceEnvironment(service, surroundings), ROLES: 'relay,projector' },
    port,
    startDeadlineMs: START_DEADLINE_MS,
    stopDeadlineMs: STOP_DEADLINE_MS,
    cleanExitCodes: [0],
    ready: () => answersOk(`${url}/health/ready`),
  };
};

/** Services whose relay has not told everything yet. */
export const relaysBehind = (services: readonly ScrapedService[]): readonly string[] =>
  services
    .filter(({ series = [] }) => {
      const live = series.some(
        ({ metric, labels }) => metric === 'runner_lag_seconds' && labels['runner'] === 'relay' && labels['state'] === 'live',
      );
      const pending = series.filter(({ metric }) => metric === 'relay_pending_events');
      return !live || pending.length === 0 || pending.some(({ value }) => value > 0);
    })
    .map(({ service }) => `${service}/relay`);

/** Resolves to a sentence when all read models are live and every topic holds the whole log. @throws {Obstacle} after an hour */
export const untilCaughtUp = async (look: () => Promise<readonly ScrapedService[]>): Promise<string> => {
  const end = performance.now() + CAUGHT_UP_DEADLINE_MS;
  for (;;) {
    const seen = await look();
    const readModels = readModelsIn(seen);
    const waiting = [...readModels.waiting, ...relaysBehind(seen)];
    if (waiting.length === 0) return describeReadModels(readModels);
    if (performance.now() >= end) throw new Obstacle(`still behind after an hour: ${waiting.join(', ')}`);
    await delay(LOOK_EVERY_MS);
  }
};

/** A look at the series of services. */
export const lookAt = (services: readonly ServiceName[], surroundings: ServiceSurroundings) => () =>
  Promise.all(
    services.map(async (service) => ({
      service,
      series: await scrape(`http://127.0.0.1:${String(surroundings.ports.services[service])}`),
    })),
  );
