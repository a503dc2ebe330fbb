import { BURNS, factorOf } from '../objectives/burn-rates.js';
import { APPEND_BOUND, FRESH_BOUND, REQUEST_BOUND, STEP_BOUND, TIMER_BOUND, OBJECTIVES } from '../objectives/objectives.js';
import type { Case, Input } from './case.js';

/** Things a minute. */
const PACE = 10_000;
/** An hour of the worst, after which both windows of a page are full. */
const LENGTH = 60;

/** Series with a share of bad things; `share` 0: all is well. */
type Traffic = (share: number) => readonly Input[];

const counter = (series: string, share: number): Input => ({ series, values: `0+${Math.round(PACE * share)}x${LENGTH}` });
const histogram =
  (name: string, bound: number, labels: string): Traffic =>
  (share) => [
    counter(`${name}_bucket{${labels},le="${bound}"}`, 1 - share),
    counter(`${name}_bucket{${labels},le="+Inf"}`, 1),
    counter(`${name}_count{${labels}}`, 1),
  ];

const TRAFFIC: Readonly<Record<string, Readonly<{ service: string; of: Traffic }>>> = {
  append_errors: {
    service: 'payments',
    of: (share) => [
      counter('eventstore_append_duration_seconds_count{service="payments",outcome="ok"}', 1 - share),
      counter('eventstore_append_duration_seconds_count{service="payments",outcome="unavailable"}', share),
      // A lost race is an answer: it burns nothing.
      counter('eventstore_append_duration_seconds_count{service="payments",outcome="conflict"}', 0.5),
    ],
  },
  append_slow: {
    service: 'gigs',
    of: histogram('eventstore_append_duration_seconds', APPEND_BOUND, 'service="gigs",outcome="ok"'),
  },
  request_errors: {
    service: 'identity',
    of: (share) => [
      counter('http_server_request_duration_seconds_count{service="identity",status="200"}', 1 - share),
      counter('http_server_request_duration_seconds_count{service="identity",status="503"}', share),
      counter('http_server_request_duration_seconds_count{service="identity",status="422"}', 0.5),
    ],
  },
  request_slow: {
    service: 'gigs',
    of: histogram('http_server_request_duration_seconds', REQUEST_BOUND, 'service="gigs",status="200"'),
  },
  projection_stale: {
    service: 'contracts',
    of: (share) => [
      {
        series: 'projection_lag_seconds{service="contracts",projection="contracts"}',
        values: `${share > 0 ? FRESH_BOUND + 1 : 0}x${LENGTH}`,
      },
    ],
  },
  process_slow: {
    service: 'contracts',
    of: histogram('process_step_duration_seconds', STEP_BOUND, 'service="contracts",process="approval",outcome="ok"'),
  },
  deadlines_missed: {
    service: 'disputes',
    of: histogram('timer_fire_delay_seconds', TIMER_BOUND, 'service="disputes",process="dispute"'),
  },
};

/** Fast enough for a page, slow enough to be seen: between the factor of the first burn and all of it. */
const tooMuch = (goal: number): number => Math.min(1, (1 - goal) * (factorOf(BURNS[0] as (typeof BURNS)[0]) + 4));

/** For each objective: an hour of trouble pages, half of the budget's pace does nothing. */
export const OBJECTIVE_CASES: readonly Case[] = OBJECTIVES.flatMap(({ id, alert, goal, symptom }): readonly Case[] => {
  const { service, of } = TRAFFIC[id] ?? { service: '', of: () => [] };
  const story = { alert, interval: '1m', evaluated: '1m', at: '1h' } as const;
  return [
    {
      ...story,
      story: `for an hour ${symptom}`,
      input: of(tooMuch(goal)),
      fires: ['page', 'warn'].map((severity) => ({ service, severity })),
    },
    { ...story, story: `few ${symptom}`, input: of(id === 'projection_stale' ? 0 : (1 - goal) / 2), fires: [] },
  ];
});
