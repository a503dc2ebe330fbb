import { CHOSEN, quantile, rateOf, type Dashboard } from './dashboard.js';

/** Store and relay: from the append to the topic. */
export const EVENT_FLOW: Dashboard = {
  id: 'event-flow',
  title: 'Event flow',
  about: 'Store and relay: from the append to the topic, and who runs what.',
  rows: [
    {
      title: 'Appends',
      panels: [
        {
          title: 'Appends',
          about: 'By outcome; a conflict is a race that somebody else won.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: rateOf(`eventstore_append_duration_seconds_count{${CHOSEN}}`, 'service, outcome'),
              legend: '{{service}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Duration, 99 % and half',
          about: 'The disk of the store sets it.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 0.05,
          queries: [
            { expr: quantile(0.99, 'eventstore_append_duration_seconds', CHOSEN, 'service'), legend: '99 % {{service}}' },
            { expr: quantile(0.5, 'eventstore_append_duration_seconds', CHOSEN, 'service'), legend: 'half {{service}}' },
          ],
        },
        {
          title: 'Conflicts and open outcomes',
          about: 'An open outcome is asked for again under the same ids.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            { expr: rateOf(`eventstore_conflicts_total{${CHOSEN}}`, 'category'), legend: '{{category}}' },
            { expr: rateOf(`eventstore_unknown_outcomes_total{${CHOSEN}}`, 'service'), legend: 'open {{service}}' },
          ],
        },
        {
          title: 'Lifted from old versions',
          about: 'Events read in an older schema version.',
          kind: 'curve',
          unit: 'ops',
          queries: [{ expr: rateOf(`upcast_total{${CHOSEN}}`, 'type, from'), legend: '{{type}} v{{from}}' }],
        },
        {
          title: 'Epoch of the log',
          about: 'One more after each restore.',
          kind: 'tiles',
          unit: 'short',
          queries: [{ expr: `max by (service) (relay_store_epoch{${CHOSEN}})`, legend: '{{service}}' }],
        },
      ],
    },
    {
      title: 'Relay',
      panels: [
        {
          title: 'Oldest unpublished event',
          about: 'Age; above 30 s it pages.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 30,
          queries: [{ expr: `max by (topic) (relay_oldest_age_seconds{${CHOSEN}})`, legend: '{{topic}}' }],
        },
        {
          title: 'Unpublished events',
          about: 'Counted up to 1,000.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (topic) (relay_pending_events{${CHOSEN}})`, legend: '{{topic}}' }],
        },
        {
          title: 'Published',
          about: 'Records that the broker acknowledged; `again` where a topic was behind its checkpoint.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            { expr: rateOf(`relay_records_published_total{${CHOSEN}}`, 'topic'), legend: '{{topic}}' },
            { expr: rateOf(`relay_republished_total{${CHOSEN}}`, 'topic'), legend: 'again {{topic}}' },
          ],
        },
        {
          title: 'Position',
          about: 'Everything up to it lies in the topic.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (topic) (relay_position{${CHOSEN}})`, legend: '{{topic}}' }],
        },
        {
          title: 'One send',
          about: '99 %, acknowledged by all replicas.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          queries: [
            {
              expr: quantile(0.99, 'messaging_client_operation_duration_seconds', CHOSEN, 'destination'),
              legend: '{{destination}}',
            },
          ],
        },
        {
          title: 'Records a second',
          about: 'As sent.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            { expr: rateOf(`messaging_client_sent_messages_total{${CHOSEN}}`, 'destination'), legend: '{{destination}}' },
          ],
        },
        {
          title: 'Audit',
          about: 'Holes, facts out of order and records of unknown origin, found by comparing topic and log.',
          kind: 'curve',
          unit: 'short',
          limit: 1,
          queries: [
            { expr: `sum by (topic) (increase(relay_audit_holes_total{${CHOSEN}}[1h]))`, legend: 'holes {{topic}}' },
            { expr: `sum by (topic) (increase(relay_audit_order_violations_total{${CHOSEN}}[1h]))`, legend: 'order {{topic}}' },
            { expr: `sum by (topic) (increase(relay_audit_strangers_total{${CHOSEN}}[1h]))`, legend: 'strangers {{topic}}' },
          ],
        },
        {
          title: 'Diverged',
          about: '1: topic and log hold different events, the relay stands.',
          kind: 'curve',
          unit: 'short',
          limit: 1,
          queries: [{ expr: `max by (topic) (relay_diverged{${CHOSEN}})`, legend: '{{topic}}' }],
        },
      ],
    },
    {
      title: 'Who runs what',
      panels: [
        {
          title: 'Held leases',
          about: '1: somebody runs it.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (service, runner) (lease_held{${CHOSEN}})`, legend: '{{service}} {{runner}}' }],
        },
        {
          title: 'Terms',
          about: 'One more for each take-over.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (service, runner) (lease_term{${CHOSEN}})`, legend: '{{service}} {{runner}}' }],
        },
        {
          title: 'Lost leases',
          about: 'Taken over while the holder was alive.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [
            { expr: `sum by (service, runner) (increase(lease_lost_total{${CHOSEN}}[1h]))`, legend: '{{service}} {{runner}}' },
          ],
        },
        {
          title: 'All runners',
          about: 'Lag as each runner believes it.',
          kind: 'curve',
          unit: 's',
          queries: [{ expr: `max by (service, runner) (runner_lag_seconds{${CHOSEN}})`, legend: '{{service}} {{runner}}' }],
        },
        {
          title: 'Silence',
          about: 'Time since each runner showed life, and since it moved on.',
          kind: 'curve',
          unit: 's',
          queries: [
            {
              expr: `time() - max by (service, runner) (runner_heartbeat_timestamp_seconds{${CHOSEN}})`,
              legend: 'life {{service}} {{runner}}',
            },
            {
              expr: `time() - max by (service, runner) (runner_last_advance_timestamp_seconds{${CHOSEN}})`,
              legend: 'moved {{service}} {{runner}}',
            },
          ],
        },
      ],
    },
  ],
};
