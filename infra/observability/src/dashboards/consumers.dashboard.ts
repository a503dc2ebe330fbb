import { CHOSEN, quantile, rateOf, type Dashboard } from './dashboard.js';

/** Consumers of facts and what they could not take. */
export const CONSUMERS: Dashboard = {
  id: 'consumers',
  title: 'Consumers and Kafka',
  about: 'From the topic into the processes: lag in seconds and records, repeats, and what was parked.',
  rows: [
    {
      title: 'Lag',
      panels: [
        {
          title: 'Oldest fact in hand',
          about: 'Age.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 60,
          queries: [{ expr: `max by (group, topic) (consumer_lag_seconds{${CHOSEN}})`, legend: '{{group}} {{topic}}' }],
        },
        {
          title: 'Records not committed',
          about: 'As kafka_exporter counts them. Parked facts are committed: see below.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [
            { expr: `sum by (consumergroup, topic) (kafka_consumergroup_lag{${CHOSEN}})`, legend: '{{consumergroup}} {{topic}}' },
          ],
        },
        {
          title: 'Paused partitions',
          about: 'Not fetched, because their records wait.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `sum by (group) (consumer_paused_partitions{${CHOSEN}})`, legend: '{{group}}' }],
        },
      ],
    },
    {
      title: 'Work',
      panels: [
        {
          title: 'Facts',
          about: 'Handed out, and skipped for want of a process that takes them.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: rateOf(`messaging_client_consumed_messages_total{${CHOSEN}}`, 'group, topic'),
              legend: '{{group}} {{topic}}',
            },
            { expr: rateOf(`facts_skipped_total{${CHOSEN}}`, 'group'), legend: 'skipped {{group}}' },
          ],
        },
        {
          title: 'Taken',
          about: 'By process.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [{ expr: rateOf(`facts_handled_total{${CHOSEN}}`, 'process'), legend: '{{process}}' }],
        },
        {
          title: 'One fact, 99 %',
          about: 'From hand-over to the append.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          queries: [
            { expr: quantile(0.99, 'messaging_process_duration_seconds', CHOSEN, 'destination'), legend: '{{destination}}' },
          ],
        },
        {
          title: 'Tried again',
          about: 'An outage is repeated without limit; a refusal or fault five times.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            { expr: rateOf(`facts_retried_total{${CHOSEN}}`, 'process, reason'), legend: '{{process}} {{reason}}' },
            { expr: rateOf(`consumer_retries_total{${CHOSEN}}`, 'group, topic'), legend: '{{group}} {{topic}}' },
          ],
        },
        {
          title: 'Repeats and facts without effect',
          about: 'The inbox knows what came before; what changes nothing is noted.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            { expr: rateOf(`inbox_duplicates_total{${CHOSEN}}`, 'process'), legend: 'again {{process}}' },
            { expr: rateOf(`facts_noted_total{${CHOSEN}}`, 'process'), legend: 'noted {{process}}' },
          ],
        },
        {
          title: 'Begun anew',
          about: 'Consumers after a crash, or that stood still while their lag grew.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `sum by (group) (increase(consumer_restarts_total{${CHOSEN}}[1h]))`, legend: '{{group}}' }],
        },
      ],
    },
    {
      title: 'Parked',
      panels: [
        {
          title: 'Keys',
          about: 'Everything of a parked key waits behind it.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `max by (service, process) (parked_keys{${CHOSEN}})`, legend: '{{process}}' }],
        },
        {
          title: 'Messages',
          about: 'Parked and behind parked ones; why they were.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [
            { expr: `max by (service, process) (parked_events{${CHOSEN}})`, legend: '{{process}}' },
            {
              expr: `sum by (process, reason) (increase(facts_parked_total{${CHOSEN}}[1h]))`,
              legend: '{{process}} {{reason}} in 1 h',
            },
          ],
        },
        {
          title: 'Oldest',
          about: 'Age; 15 minutes warn.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 900,
          queries: [{ expr: `max by (service, process) (parked_oldest_age_seconds{${CHOSEN}})`, legend: '{{process}}' }],
        },
      ],
    },
  ],
};
