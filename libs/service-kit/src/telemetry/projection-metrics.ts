import type { ProjectionRunner } from '@guildhall/event-sourcing';
import type { Behind, LogView } from './log-view.js';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry, type RowGauge } from './metrics.js';

/** How one read model stands; `fed`: this process feeds or rebuilds it, so that its lag is ours to tell. */
type Row = Behind &
  Readonly<{
    projection: string;
    state: string;
    position: bigint | null;
    heartbeatAt: number;
    advancedAt: number;
    generation: number;
    progress: number;
  }>;

const PREFIX = 'projection:';

/**
 * Series of the read models that this process feeds. A fenced or stopped projector tells its state only: another one feeds them now, and
 * an old lag beside the true one would page somebody.
 */
export const registerProjectionMetrics = (
  registry: MetricsRegistry,
  projections: Pick<ProjectionRunner, 'lag' | 'generations'>,
  log: LogView,
): void => {
  const standings = () => projections.lag().map((lag) => ({ ...lag, projection: lag.runner.slice(PREFIX.length) }));
  const look = async (): Promise<readonly Row[]> => {
    const generations = new Map(projections.generations().map(({ projection, generation }) => [projection, generation]));
    const fed = standings().filter(({ projection, state }) => generations.has(projection) && state !== 'stopped');
    if (fed.length === 0) return [];
    const head = await log.head();
    const known = new Map<bigint | null, Promise<Behind>>();
    const rows = fed.map(async ({ projection, state, position, heartbeatAt, advancedAt }): Promise<Row> => {
      const behind = known.get(position) ?? log.behind(position, head);
      known.set(position, behind);
      const progress = state === 'rebuilding' ? shareOf(position, head) : 1;
      const generation = generations.get(projection) ?? 0;
      return { projection, state, position, heartbeatAt, advancedAt, generation, progress, ...(await behind) };
    });
    return Promise.all(rows);
  };
  const gauge = (metric: RowGauge<Row>['metric'], value: (row: Row) => number): RowGauge<Row> => ({
    metric,
    of: (row) => ({ labels: { projection: row.projection }, value: value(row) }),
  });
  gaugesOnScrape(registry, 'projections', look, [
    gauge(METRIC.projectionGeneration, ({ generation }) => generation),
    gauge(METRIC.projectionPosition, ({ position }) => Number(position ?? -1n)),
    gauge(METRIC.projectionLagEvents, ({ events }) => events),
    gauge(METRIC.projectionLag, ({ seconds }) => seconds),
    gauge(METRIC.projectionHeartbeat, ({ heartbeatAt }) => heartbeatAt / 1_000),
    gauge(METRIC.projectionAdvanced, ({ advancedAt }) => advancedAt / 1_000),
    gauge(METRIC.projectionRebuild, ({ progress }) => progress),
  ]);
  gaugesOnScrape(registry, 'projection-states', standings, [
    { metric: METRIC.projectionState, of: ({ projection, state }) => ({ labels: { projection, state }, value: 1 }) },
  ]);
  gaugesOnScrape(registry, 'projection-head', async () => [await log.head()], [
    { metric: METRIC.projectionHead, of: (head) => ({ labels: {}, value: Number(head ?? -1n) }) },
  ]);
};

const shareOf = (position: bigint | null, head: bigint | null): number =>
  head === null || head <= 0n || position === null || position < 0n ? 0 : Math.min(1, Number(position) / Number(head));
