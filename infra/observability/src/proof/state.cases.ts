import type { Case } from './case.js';

const MODEL = 'service="contracts",projection="contracts"';
const onModel = (severity: string) => ({ service: 'contracts', projection: 'contracts', severity });
/** promtool begins at the epoch: the wall clock of a test is the seconds since its start. */
const beating = { series: `projection_heartbeat_timestamp_seconds{${MODEL}}`, values: '0+15x40' };

/** Stories of the alerts of `state.alerts.ts`. */
export const STATE_CASES: readonly Case[] = [
  {
    alert: 'ProjectionStale',
    story: 'the document database is away',
    interval: '15s',
    input: [{ series: `projection_lag_seconds{${MODEL}}`, values: '0 15 30 45 60 75 90 105' }],
    at: '1m45s',
    fires: [onModel('warn')],
  },
  {
    alert: 'ProjectionStale',
    story: 'a burst is worked off within a minute',
    interval: '15s',
    input: [{ series: `projection_lag_seconds{${MODEL}}`, values: '0 20 40 40 10 0 0 0' }],
    at: '1m45s',
    fires: [],
  },
  {
    alert: 'ProjectionStuck',
    story: 'its runner lives, events wait, nothing moves',
    interval: '15s',
    input: [
      { series: `projection_position{${MODEL}}`, values: '10x40' },
      { series: 'projection_head_position{service="contracts"}', values: '10 10 20x38' },
      { series: `projection_last_advance_timestamp_seconds{${MODEL}}`, values: '0x40' },
      beating,
    ],
    at: '5m',
    fires: [onModel('page')],
  },
  {
    alert: 'ProjectionStuck',
    story: 'a quiet store: nothing moves because nothing happened',
    interval: '15s',
    input: [
      { series: `projection_position{${MODEL}}`, values: '20x40' },
      { series: 'projection_head_position{service="contracts"}', values: '20x40' },
      { series: `projection_last_advance_timestamp_seconds{${MODEL}}`, values: '0x40' },
      beating,
    ],
    at: '5m',
    fires: [],
  },
  {
    alert: 'ProjectionStuck',
    story: 'a rebuild is behind, and moves',
    interval: '15s',
    input: [
      { series: `projection_position{${MODEL}}`, values: '0+1x40' },
      { series: 'projection_head_position{service="contracts"}', values: '1000x40' },
      { series: `projection_last_advance_timestamp_seconds{${MODEL}}`, values: '0+15x40' },
      beating,
    ],
    at: '5m',
    fires: [],
  },
  {
    alert: 'ProcessStuck',
    story: 'a split was handed to the operators',
    interval: '15s',
    input: [{ series: 'process_stuck{service="payments",type="split"}', values: '0 1x10' }],
    at: '2m',
    fires: [{ service: 'payments', type: 'split', severity: 'warn' }],
  },
  {
    alert: 'ProcessStuck',
    story: 'no process waits for people',
    interval: '15s',
    input: [{ series: 'process_in_flight{service="payments",type="split",state="waiting"}', values: '40x10' }],
    at: '2m',
    fires: [],
  },
  {
    alert: 'TimerOverdue',
    story: 'nobody fires timers',
    interval: '15s',
    input: [{ series: 'timers_overdue{service="disputes"}', values: '0 1 2 3 4 5 6 7' }],
    at: '1m45s',
    fires: [{ service: 'disputes', severity: 'page' }],
  },
  {
    alert: 'TimerOverdue',
    story: 'a crowd of timers falls due at once and is worked off',
    interval: '15s',
    input: [{ series: 'timers_overdue{service="disputes"}', values: '0 900 400 100 0 0 0 0' }],
    at: '1m45s',
    fires: [],
  },
];
