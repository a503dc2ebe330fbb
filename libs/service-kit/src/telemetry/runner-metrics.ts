import type { RunnerLag } from '@guildhall/event-sourcing';
import { Gauge, type Registry } from 'prom-client';

/** Series of all runners of this process, read when scraped: lag, heartbeat, progress and what is parked (observability.md). */
export const registerRunnerMetrics = (registry: Registry, lag: () => readonly RunnerLag[]): void => {
  const gauge = (name: string, help: string, value: (runner: RunnerLag) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['runner', 'state'],
      registers: [registry],
      collect() {
        this.reset();
        for (const runner of lag()) this.set({ runner: runner.runner, state: runner.state }, value(runner));
      },
    });
  };
  gauge('runner_lag_seconds', 'Age of the next unhandled event by the wall clock, 0 if none', ({ lagSeconds }) => lagSeconds);
  gauge('runner_position', 'Last handled $all position, -1 before the first', ({ position }) => Number(position ?? -1n));
  gauge('runner_heartbeat_timestamp_seconds', 'When the runner last showed life', ({ heartbeatAt }) => heartbeatAt / 1000);
  gauge('runner_last_advance_timestamp_seconds', 'When the runner last moved on', ({ advancedAt }) => advancedAt / 1000);
  gauge('parked_events', 'Messages that wait for an operator', ({ parked }) => parked);
};
