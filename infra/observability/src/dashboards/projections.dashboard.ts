import { CHOSEN, quantile, rateOf, type Dashboard } from './dashboard.js';

/** Read models: how fresh, how fast, how often lost. */
export const PROJECTIONS: Dashboard = {
  id: 'projections',
  title: 'Read models',
  about: 'How fresh the read models are, how fast they are fed and rebuilt.',
  rows: [
    {
      title: 'Freshness',
      panels: [
        {
          title: 'Lag',
          about: 'Age of the next event that a read model has not seen.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 30,
          queries: [{ expr: `max by (service, projection) (projection_lag_seconds{${CHOSEN}})`, legend: '{{projection}}' }],
        },
        {
          title: 'Events behind',
          about: 'Counted up to 1,000.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (service, projection) (projection_lag_events{${CHOSEN}})`, legend: '{{projection}}' }],
        },
        {
          title: 'Life and progress',
          about: 'A heartbeat without progress while events wait: stuck.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          queries: [
            {
              expr: `time() - max by (service, projection) (projection_heartbeat_timestamp_seconds{${CHOSEN}})`,
              legend: 'life {{projection}}',
            },
            {
              expr: `time() - max by (service, projection) (projection_last_advance_timestamp_seconds{${CHOSEN}})`,
              legend: 'moved {{projection}}',
            },
          ],
        },
        {
          title: 'Positions',
          about: 'Against the last event of the service.',
          kind: 'curve',
          unit: 'short',
          queries: [
            { expr: `max by (service, projection) (projection_position{${CHOSEN}})`, legend: '{{projection}}' },
            { expr: `max by (service) (projection_head_position{${CHOSEN}})`, legend: 'head of {{service}}' },
          ],
        },
        {
          title: 'States',
          about: 'Queries answer 503 unless it is `live`.',
          kind: 'curve',
          unit: 'short',
          queries: [{ expr: `count by (service, state) (projection_state{${CHOSEN}})`, legend: '{{service}} {{state}}' }],
        },
      ],
    },
    {
      title: 'Work',
      panels: [
        {
          title: 'Events',
          about: 'Handled a second; poison is parked.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: rateOf(`projection_events_processed_total{${CHOSEN}}`, 'projection, result'),
              legend: '{{projection}} {{result}}',
            },
          ],
        },
        {
          title: 'One batch, 99 %',
          about: 'Loading, reducing and writing its documents.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          queries: [
            { expr: quantile(0.99, 'projection_handle_duration_seconds', CHOSEN, 'projection'), legend: '{{projection}}' },
          ],
        },
        {
          title: 'Poison',
          about: 'Events that a read model could not take.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `sum by (projection) (increase(projection_poison_total{${CHOSEN}}[1h]))`, legend: '{{projection}}' }],
        },
      ],
    },
    {
      title: 'Rebuilds',
      panels: [
        {
          title: 'Progress',
          about: 'Share of the log that was read.',
          kind: 'curve',
          unit: 'percentunit',
          width: 'third',
          queries: [
            { expr: `min by (service, projection) (projection_rebuild_progress_ratio{${CHOSEN}})`, legend: '{{projection}}' },
          ],
        },
        {
          title: 'Lost and built anew',
          about: 'First start, new version, lost database, another log.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [
            { expr: `sum by (projection) (increase(projection_lost_total{${CHOSEN}}[1h]))`, legend: '{{projection}}' },
            { expr: `max by (projection) (projection_generation{${CHOSEN}})`, legend: 'generation {{projection}}' },
          ],
        },
        {
          title: 'Events a second of rebuilding',
          about: 'How long the next rebuild will take.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: `sum by (service) (increase(projection_rebuild_events_total{${CHOSEN}}[1d])) / sum by (service) (increase(projection_rebuild_seconds_total{${CHOSEN}}[1d]))`,
              legend: '{{service}}',
            },
          ],
        },
      ],
    },
  ],
};
