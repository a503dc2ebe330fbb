import { Fenced, ProjectionRunner, type OnFault, type Parking } from '@guildhall/event-sourcing';
import { canaryStreamOf, PROJECTED_EVERY_MS } from '../../canary/canary-stream.js';
import { METRIC } from '../../telemetry/metrics-registry.js';
import { counterOf } from '../../telemetry/metrics.js';
import { registerErasureMetrics } from '../../telemetry/erasure-metrics.js';
import { registerProjectionMetrics } from '../../telemetry/projection-metrics.js';
import type { ServiceCore } from '../service-core.js';
import { LeasedRunner, type Work } from './leased-runner.js';
import type { Runner } from './runner.js';

/** Role projector: feeds all read models of the service while it holds the lease; the later term fences the writes of an earlier one. */
export const createProjector = (core: ServiceCore, parking: Parking, onFault: OnFault): Runner => {
  const { definition, store, parts, logger, metrics, logView } = core;
  const lost = counterOf(metrics, METRIC.projectionLost);
  const rebuiltEvents = counterOf(metrics, METRIC.rebuildEvents);
  const rebuildSeconds = counterOf(metrics, METRIC.rebuildSeconds);
  let projections: ProjectionRunner | null = null;
  const begin = (term: bigint): Work => {
    const own = new ProjectionRunner({
      store,
      readModels: parts.readModels,
      parking,
      service: definition.service,
      projections: definition.projections,
      term: () => term,
      canary: { stream: canaryStreamOf(definition.service), everyMs: PROJECTED_EVERY_MS },
      forgetSubject: (subjectId) => parts.keys.forget(subjectId),
      onFault,
    });
    own.onRebuilt(({ readModels, events, seconds }) => {
      for (const projection of readModels) lost.inc({ projection });
      rebuiltEvents.inc(events);
      rebuildSeconds.inc(seconds);
      logger.info({ readModels, events, seconds }, 'read models rebuilt');
    });
    const fenced = Promise.withResolvers<void>();
    own.done.catch((error: unknown) => {
      if (error instanceof Fenced) fenced.resolve();
      else logger.fatal({ err: error }, 'the projector ended');
    });
    return {
      start: async () => {
        projections = own;
        await own.start();
      },
      fenced: fenced.promise,
      stop: async () => {
        await own.stop();
        projections = null;
      },
    };
  };
  const standing = new LeasedRunner(core, {
    name: 'projector',
    lease: 'projector',
    begin,
    lag: () => projections?.lag() ?? [],
    lines: definition.projections.map(({ name }) => `projection:${name}`),
  });
  const shown = { lag: () => standing.lag(), generations: () => projections?.generations() ?? [] };
  registerProjectionMetrics(metrics, shown, logView);
  // One process of the service tells it: the one that carries the orders out.
  const waiting = async () => (projections ? core.erasures.waiting() : null);
  registerErasureMetrics(metrics, { waiting }, () => parts.wall.nowMs());
  return standing;
};
