import type { DashboardId } from '../rules/rule.js';

/**
 * What the platform promises, as the share of good things in 28 days. `bad` is the share of bad ones over a range, by `service`; each
 * range is one of Prometheus' durations.
 */
export type Objective = Readonly<{
  /** Part of the names of its recording rules. */
  id: string;
  title: string;
  promise: string;
  goal: number;
  bad: (range: string) => string;
  alert: string;
  dashboard: DashboardId;
  runbook: string;
  /** What is bad, for the texts of the alert. */
  symptom: string;
}>;

/** Days over which a goal is kept. */
export const PERIOD_DAYS = 28;

/** Bounds in seconds; each is a bucket of its histogram, which a spec checks. */
export const APPEND_BOUND = 0.05;
export const REQUEST_BOUND = 0.5;
export const STEP_BOUND = 1;
export const TIMER_BOUND = 60;
/** A read model older than this counts as stale (patterns.md targets 0.5 s; a scrape looks four times a minute), in seconds. */
export const FRESH_BOUND = 2;

const rate = (series: string, range: string): string => `sum by (service) (rate(${series}[${range}]))`;
const above = (histogram: string, bound: number, range: string, filter = ''): string => {
  const within = rate(`${histogram}_bucket{${filter === '' ? '' : `${filter},`}le="${bound}"}`, range);
  return `1 - ${within} / ${rate(filter === '' ? `${histogram}_count` : `${histogram}_count{${filter}}`, range)}`;
};

/** An append that met another revision is an answer, not an error; an open outcome, an outage and a fault are. */
const FAILED_APPENDS = 'outcome=~"unknown|unavailable|fault"';

export const OBJECTIVES: readonly Objective[] = [
  {
    id: 'append_errors',
    title: 'Appends succeed',
    promise: '99.9 % of appends have a known outcome',
    goal: 0.999,
    bad: (range) =>
      `${rate(`eventstore_append_duration_seconds_count{${FAILED_APPENDS}}`, range)} / ${rate('eventstore_append_duration_seconds_count', range)}`,
    alert: 'AppendErrorsHigh',
    dashboard: 'event-flow',
    runbook: 'append-errors-high',
    symptom: 'appends fail or stay open',
  },
  {
    id: 'append_slow',
    title: 'Appends are quick',
    promise: `99 % of appends take at most ${APPEND_BOUND * 1_000} ms`,
    goal: 0.99,
    bad: (range) => above('eventstore_append_duration_seconds', APPEND_BOUND, range),
    alert: 'AppendSlow',
    dashboard: 'event-flow',
    runbook: 'append-slow',
    symptom: `appends take more than ${APPEND_BOUND * 1_000} ms`,
  },
  {
    id: 'request_errors',
    title: 'Requests are answered',
    promise: '99.9 % of requests are answered without a fault of ours',
    goal: 0.999,
    bad: (range) =>
      `${rate('http_server_request_duration_seconds_count{status=~"5.."}', range)} / ${rate('http_server_request_duration_seconds_count', range)}`,
    alert: 'RequestErrorsHigh',
    dashboard: 'service',
    runbook: 'request-errors-high',
    symptom: 'requests are answered with 5xx',
  },
  {
    id: 'request_slow',
    title: 'Requests are quick',
    promise: `99 % of requests take at most ${REQUEST_BOUND * 1_000} ms`,
    goal: 0.99,
    bad: (range) => above('http_server_request_duration_seconds', REQUEST_BOUND, range),
    alert: 'RequestsSlow',
    dashboard: 'service',
    runbook: 'requests-slow',
    symptom: `requests take more than ${REQUEST_BOUND * 1_000} ms`,
  },
  {
    id: 'projection_stale',
    title: 'Read models are fresh',
    promise: `read models are at most ${FRESH_BOUND} s behind, 99 % of the time`,
    goal: 0.99,
    bad: (range) => `avg by (service) (avg_over_time(guildhall:projection_stale:bool[${range}]))`,
    alert: 'ProjectionFreshnessLow',
    dashboard: 'projections',
    runbook: 'projection-freshness-low',
    symptom: `read models are more than ${FRESH_BOUND} s behind`,
  },
  {
    id: 'process_slow',
    title: 'Processes go on',
    promise: `99 % of steps of processes end well within ${STEP_BOUND} s`,
    goal: 0.99,
    bad: (range) =>
      `1 - ${rate(`process_step_duration_seconds_bucket{outcome="ok",le="${STEP_BOUND}"}`, range)} / ${rate('process_step_duration_seconds_count', range)}`,
    alert: 'ProcessSlow',
    dashboard: 'processes',
    runbook: 'process-slow',
    symptom: `steps of processes fail or take more than ${STEP_BOUND} s`,
  },
  {
    id: 'deadlines_missed',
    title: 'Deadlines of disputes are kept',
    promise: `99.9 % of the deadlines of disputes take effect within ${TIMER_BOUND} s`,
    goal: 0.999,
    bad: (range) => above('timer_fire_delay_seconds', TIMER_BOUND, range, 'service="disputes"'),
    alert: 'DeadlinesMissed',
    dashboard: 'processes',
    runbook: 'deadlines-missed',
    symptom: `deadlines of disputes take effect more than ${TIMER_BOUND} s late`,
  },
];
