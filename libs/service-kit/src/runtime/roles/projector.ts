import { Fenced, ProjectionRunner, type OnFault, type Parking } from '@guildhall/event-sourcing';
import { LogView } from '../../telemetry/log-view.js';
import { METRIC } from '../../telemetry/metrics-registry.js';
import { counterOf } from '../../telemetry/metrics.js';
import { registerProjectionMetrics } from '../../telemetry/projection-metrics.js';
import type { ServiceCore } from '../service-core.js';
import { takeLease, type Held } from './held.js';
import type { Runner } from './runner.js';

/** Role projector: feeds all read models of the service; a newer instance takes them over. */
export const createProjector = (core: ServiceCore, parking: Parking, onFault: OnFault): Runner => {
  const { definition, store, parts, logger, metrics } = core;
  const lost = counterOf(metrics, METRIC.projectionLost);
  const rebuiltEvents = counterOf(metrics, METRIC.rebuildEvents);
  const rebuildSeconds = counterOf(metrics, METRIC.rebuildSeconds);
  let held: Held | null = null;
  const projections = new ProjectionRunner({
    store,
    readModels: parts.readModels,
    parking,
    service: definition.service,
    projections: definition.projections,
    // Asked at the start, when the lease is there: the later term fences this one's writes.
    term: () => held?.lease.term ?? 0n,
    onFault,
  });
  registerProjectionMetrics(metrics, projections, new LogView(parts.log, definition.service, () => parts.wall.nowMs()));
  projections.onRebuilt(({ readModels, events, seconds }) => {
    for (const projection of readModels) lost.inc({ projection });
    rebuiltEvents.inc(events);
    rebuildSeconds.inc(seconds);
    logger.info({ readModels, events, seconds }, 'read models rebuilt');
  });
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopped ??= projections.stop());
  return {
    name: 'projector',
    async start(signal) {
      held = await takeLease(core, 'projector', signal, stop);
      await projections.start();
      projections.done.catch((error: unknown) => {
        if (error instanceof Fenced) logger.error({ err: error }, 'another projector writes the read models: this one stops');
        else logger.fatal({ err: error }, 'the projector ended');
      });
    },
    async stop() {
      await stop();
      await held?.release();
    },
    lag: () => projections.lag(),
  };
};
