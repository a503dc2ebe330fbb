import { CHOSEN, quantile, rateOf, type Dashboard } from './dashboard.js';

/** The first look: is anything wrong, and where. */
export const PLATFORM: Dashboard = {
  id: 'platform',
  title: 'Platform',
  about: 'The first look: is anything wrong, and where. Each row leads to a dashboard of its own.',
  rows: [
    {
      title: 'What people meet',
      panels: [
        {
          title: 'Requests',
          about: 'Answers a second by service.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [{ expr: rateOf(`http_server_request_duration_seconds_count{${CHOSEN}}`, 'service'), legend: '{{service}}' }],
        },
        {
          title: 'Answered with 5xx',
          about: 'Share of requests that failed by our fault.',
          kind: 'curve',
          unit: 'percentunit',
          width: 'third',
          limit: 0.001,
          queries: [
            {
              expr: `${rateOf(`http_server_request_duration_seconds_count{${CHOSEN},status=~"5.."}`, 'service')} / ${rateOf(`http_server_request_duration_seconds_count{${CHOSEN}}`, 'service')}`,
              legend: '{{service}}',
            },
          ],
        },
        {
          title: 'Time to answer, 99 %',
          about: 'Of all routes.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 0.5,
          queries: [{ expr: quantile(0.99, 'http_server_request_duration_seconds', CHOSEN, 'service'), legend: '{{service}}' }],
        },
      ],
    },
    {
      title: 'What the log becomes',
      panels: [
        {
          title: 'Age of the oldest unpublished event',
          about: 'Above 30 s no other service hears of it.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 30,
          queries: [{ expr: `max by (service) (relay_oldest_age_seconds{${CHOSEN}})`, legend: '{{service}}' }],
        },
        {
          title: 'Oldest read model',
          about: 'Age of the next event that a read model has not seen.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 30,
          queries: [{ expr: `max by (service) (projection_lag_seconds{${CHOSEN}})`, legend: '{{service}}' }],
        },
        {
          title: 'Consumer lag',
          about: 'Age of the oldest fact in hand.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 60,
          queries: [{ expr: `max by (service) (consumer_lag_seconds{${CHOSEN}})`, legend: '{{service}}' }],
        },
      ],
    },
    {
      title: 'What waits for people',
      panels: [
        {
          title: 'Parked keys',
          about: 'Keys whose messages could not be handled.',
          kind: 'tiles',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `sum(max by (service, process) (parked_keys{${CHOSEN}})) or vector(0)`, legend: 'keys' }],
        },
        {
          title: 'Processes that do not go on',
          about: 'Escalated, or failing for five minutes.',
          kind: 'tiles',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `sum(max by (service, type) (process_stuck{${CHOSEN}})) or vector(0)`, legend: 'processes' }],
        },
        {
          title: 'Leases without a holder',
          about: 'Runners that nobody runs.',
          kind: 'tiles',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `count(max by (service, runner) (lease_held{${CHOSEN}}) == 0) or vector(0)`, legend: 'leases' }],
        },
        {
          title: 'Books out of balance',
          about: 'Currencies in which debits and credits differ.',
          kind: 'tiles',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [
            { expr: 'count(max by (currency) (abs(ledger_imbalance_minor_units)) > 0) or vector(0)', legend: 'currencies' },
          ],
        },
        {
          title: 'Last good backup',
          about: 'When it ended.',
          kind: 'tiles',
          unit: 'dateTimeFromNow',
          width: 'third',
          queries: [
            { expr: 'max(backup_last_success_timestamp_seconds) * 1000', legend: 'backup' },
            { expr: 'max(restore_drill_last_success_timestamp_seconds) * 1000', legend: 'restore drill' },
          ],
        },
        {
          title: 'Oldest erasure under way',
          about: 'People have a right to be forgotten in time.',
          kind: 'tiles',
          unit: 's',
          width: 'third',
          queries: [
            { expr: `max(erasure_oldest_age_seconds{${CHOSEN}})`, legend: 'age' },
            { expr: `sum(max by (service) (erasure_pending{${CHOSEN}}))`, legend: 'people' },
          ],
        },
      ],
    },
    {
      title: 'Black box',
      panels: [
        {
          title: 'Age of the newest canary',
          about: 'What is written, as it arrives in read models and topics.',
          kind: 'curve',
          unit: 's',
          limit: 30,
          queries: [{ expr: `max by (service, sink) (canary_age_seconds{${CHOSEN}})`, legend: '{{service}} {{sink}}' }],
        },
        {
          title: 'Certificates end',
          about: 'Time left.',
          kind: 'curve',
          unit: 's',
          queries: [
            {
              expr: `min by (service, certificate) (certificate_expiry_timestamp_seconds{${CHOSEN}}) - time()`,
              legend: '{{service}} {{certificate}}',
            },
          ],
        },
        {
          title: 'Changed secrets',
          about:
            'Files of secrets that changed in running processes: taken, refused (the value of before goes on), or kept for the next start.',
          kind: 'curve',
          unit: 'short',
          queries: [
            {
              expr: `sum by (service, secret, outcome) (increase(secret_reloads_total{${CHOSEN}}[1h]))`,
              legend: '{{service}} {{secret}} {{outcome}}',
            },
          ],
        },
      ],
    },
  ],
};
