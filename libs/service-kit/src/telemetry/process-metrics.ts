import type { ProcessBoard, ProcessRunner } from '@guildhall/event-sourcing';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry } from './metrics.js';

/** After this time of failing, in ms, a step is called stuck: outages of stores are over by then, or page by themselves. */
const STUCK_AFTER_MS = 5 * 60_000;
/** A timer may be this late, in ms of business time (operators.md, TimerOverdue). */
const LATE_MS = 60_000;

export type ProcessSources = Readonly<{
  board: Pick<ProcessBoard, 'everyTimer' | 'escalated'>;
  runner: Pick<ProcessRunner, 'struggling'>;
  /** Business time, in ms. */
  businessMs: () => number;
  /** Wall time, in ms. */
  wallMs: () => number;
}>;

/** Processes that wait, by type, and their timers. A process that waits for nothing is not in flight. */
export const registerProcessMetrics = (
  registry: MetricsRegistry,
  { board, runner, businessMs, wallMs }: ProcessSources,
): void => {
  const inFlight = () => [
    ...counted('waiting', distinct(board.everyTimer())),
    ...counted('escalated', board.escalated()),
    ...counted('struggling', distinct(runner.struggling())),
  ];
  const stuck = () => {
    const since = wallMs() - STUCK_AFTER_MS;
    const failing = runner.struggling().filter((one) => one.since <= since);
    return counted('stuck', distinct([...board.escalated(), ...failing]));
  };
  const timers = () => {
    const lateSince = businessMs() - LATE_MS;
    let [pending, overdue] = [0, 0];
    for (const { dueAt } of board.everyTimer()) {
      pending += 1;
      if (Date.parse(dueAt) <= lateSince) overdue += 1;
    }
    return [{ pending, overdue }];
  };
  gaugesOnScrape(registry, 'processes', inFlight, [
    { metric: METRIC.processInFlight, of: ({ type, state, count }) => ({ labels: { type, state }, value: count }) },
  ]);
  gaugesOnScrape(registry, 'stuck-processes', stuck, [
    { metric: METRIC.processStuck, of: ({ type, count }) => ({ labels: { type }, value: count }) },
  ]);
  gaugesOnScrape(registry, 'timers', timers, [
    { metric: METRIC.timersPending, of: ({ pending }) => ({ labels: {}, value: pending }) },
    { metric: METRIC.timersOverdue, of: ({ overdue }) => ({ labels: {}, value: overdue }) },
  ]);
};

type Place = Readonly<{ process: string; key: string }>;

const distinct = (places: Iterable<Place>): Iterable<Place> =>
  new Map([...places].map((place) => [`${place.process}|${place.key}`, place])).values();

const counted = (state: string, places: Iterable<Place>): readonly Readonly<{ type: string; state: string; count: number }>[] => {
  const counts = new Map<string, number>();
  for (const { process } of places) counts.set(process, (counts.get(process) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, state, count }));
};
