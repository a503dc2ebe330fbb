import { CHOSEN, rateOf, type Dashboard } from './dashboard.js';

/** The processes of Node under it all. */
export const RUNTIME: Dashboard = {
  id: 'runtime',
  title: 'Runtime',
  about: 'Use, saturation and errors of the processes themselves.',
  rows: [
    {
      title: 'Event loop and CPU',
      panels: [
        {
          title: 'Lag of the event loop, 99 %',
          about: 'Above 100 ms everything waits.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 0.1,
          queries: [
            {
              expr: `max by (service, instance) (nodejs_eventloop_lag_p99_seconds{${CHOSEN}})`,
              legend: '{{service}} {{instance}}',
            },
          ],
        },
        {
          title: 'CPU',
          about: 'Cores in use.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [
            { expr: rateOf(`process_cpu_seconds_total{${CHOSEN}}`, 'service, instance'), legend: '{{service}} {{instance}}' },
          ],
        },
        {
          title: 'Pauses of the garbage collector',
          about: 'Share of the time.',
          kind: 'curve',
          unit: 'percentunit',
          width: 'third',
          queries: [
            { expr: rateOf(`nodejs_gc_duration_seconds_sum{${CHOSEN}}`, 'service, kind'), legend: '{{service}} {{kind}}' },
          ],
        },
      ],
    },
    {
      title: 'Memory and files',
      panels: [
        {
          title: 'Resident memory',
          about: 'Against the limit of the container.',
          kind: 'curve',
          unit: 'bytes',
          width: 'third',
          queries: [
            { expr: `max by (service, instance) (process_resident_memory_bytes{${CHOSEN}})`, legend: '{{service}} {{instance}}' },
          ],
        },
        {
          title: 'Heap in use',
          about: 'And what V8 has taken.',
          kind: 'curve',
          unit: 'bytes',
          width: 'third',
          queries: [
            {
              expr: `max by (service, instance) (nodejs_heap_size_used_bytes{${CHOSEN}})`,
              legend: 'used {{service}} {{instance}}',
            },
            {
              expr: `max by (service, instance) (nodejs_heap_size_total_bytes{${CHOSEN}})`,
              legend: 'taken {{service}} {{instance}}',
            },
          ],
        },
        {
          title: 'File descriptors',
          about: 'Share of those that may be open.',
          kind: 'curve',
          unit: 'percentunit',
          width: 'third',
          limit: 0.8,
          queries: [
            {
              expr: `max by (service, instance) (process_open_fds{${CHOSEN}} / process_max_fds{${CHOSEN}})`,
              legend: '{{service}} {{instance}}',
            },
          ],
        },
        {
          title: 'Started',
          about: 'How long each process has run.',
          kind: 'curve',
          unit: 's',
          queries: [
            {
              expr: `time() - max by (service, instance) (process_start_time_seconds{${CHOSEN}})`,
              legend: '{{service}} {{instance}}',
            },
          ],
        },
        {
          title: 'Scrapes with gaps',
          about: 'Looks that failed: their series are missing, most often because a store is away.',
          kind: 'curve',
          unit: 'short',
          queries: [
            {
              expr: `sum by (service, family) (increase(scrape_failures_total{${CHOSEN}}[15m]))`,
              legend: '{{service}} {{family}}',
            },
          ],
        },
      ],
    },
  ],
};
