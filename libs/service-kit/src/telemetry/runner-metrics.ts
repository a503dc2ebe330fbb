import type { RunnerLag } from '@guildhall/event-sourcing';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry, type RowGauge } from './metrics.js';

/** What every runner of this process believes of itself, whatever it is: the view of `npm run status` and of the edge. */
export const registerRunnerMetrics = (registry: MetricsRegistry, lag: () => readonly RunnerLag[]): void => {
  const gauge = (metric: RowGauge<RunnerLag>['metric'], value: (runner: RunnerLag) => number): RowGauge<RunnerLag> => ({
    metric,
    of: (runner) => ({ labels: { runner: runner.runner, state: runner.state }, value: value(runner) }),
  });
  gaugesOnScrape(registry, 'runners', lag, [
    gauge(METRIC.runnerLag, ({ lagSeconds }) => lagSeconds),
    gauge(METRIC.runnerPosition, ({ position }) => Number(position ?? -1n)),
    gauge(METRIC.runnerHeartbeat, ({ heartbeatAt }) => heartbeatAt / 1_000),
    gauge(METRIC.runnerAdvanced, ({ advancedAt }) => advancedAt / 1_000),
  ]);
};
