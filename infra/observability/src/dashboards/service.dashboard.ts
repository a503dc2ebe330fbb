import { CHOSEN, quantile, rateOf, type Dashboard } from './dashboard.js';

/** One service: rate, errors and duration of all that it does. */
export const SERVICE: Dashboard = {
  id: 'service',
  title: 'Service',
  about: 'Rate, errors and duration of requests and use cases. Choose one service.',
  rows: [
    {
      title: 'Requests by route',
      panels: [
        {
          title: 'Rate',
          about: 'Answers a second.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: rateOf(`http_server_request_duration_seconds_count{${CHOSEN}}`, 'method, route'),
              legend: '{{method}} {{route}}',
            },
          ],
        },
        {
          title: 'Errors',
          about: 'Answers a second that are no success, by status.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: rateOf(`http_server_request_duration_seconds_count{${CHOSEN},status=~"[45].."}`, 'status, route'),
              legend: '{{status}} {{route}}',
            },
          ],
        },
        {
          title: 'Duration, 99 %',
          about: 'Points are traces.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 0.5,
          queries: [
            {
              expr: quantile(0.99, 'http_server_request_duration_seconds', CHOSEN, 'method, route'),
              legend: '{{method}} {{route}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Use cases',
      panels: [
        {
          title: 'Commands',
          about: 'From their turn on the stream to the append.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [{ expr: rateOf(`command_duration_seconds_count{${CHOSEN}}`, 'command'), legend: '{{command}}' }],
        },
        {
          title: 'Refused and failed',
          about: '`refused` is an answer of the domain, `fault` is ours.',
          kind: 'curve',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: rateOf(`command_duration_seconds_count{${CHOSEN},outcome!="ok"}`, 'command, outcome'),
              legend: '{{command}} {{outcome}}',
            },
          ],
        },
        {
          title: 'Duration of commands, 99 %',
          about: 'Points are traces.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          queries: [{ expr: quantile(0.99, 'command_duration_seconds', CHOSEN, 'command'), legend: '{{command}}' }],
        },
        {
          title: 'Decided again',
          about: 'Commands that lost a race on their stream.',
          kind: 'curve',
          unit: 'ops',
          queries: [{ expr: rateOf(`command_retries_total{${CHOSEN}}`, 'command'), legend: '{{command}}' }],
        },
        {
          title: 'Repeated requests',
          about: 'Answered as the first time, by their idempotency key.',
          kind: 'curve',
          unit: 'ops',
          queries: [{ expr: rateOf(`idempotent_replays_total{${CHOSEN}}`, 'command'), legend: '{{command}}' }],
        },
      ],
    },
  ],
};
