import { CHOSEN, quantile, rateOf, type Dashboard } from './dashboard.js';

/** Processes and their timers. */
export const PROCESSES: Dashboard = {
  id: 'processes',
  title: 'Processes and timers',
  about: 'What is under way between aggregates and services, what does not go on, and whether deadlines take effect in time.',
  rows: [
    {
      title: 'Processes',
      panels: [
        {
          title: 'In flight',
          about: 'Waiting for a timer, for an operator, or for what is away.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (type, state) (process_in_flight{${CHOSEN}})`, legend: '{{type}} {{state}}' }],
        },
        {
          title: 'Do not go on',
          about: 'Escalated, or failing for five minutes.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `max by (type) (process_stuck{${CHOSEN}})`, legend: '{{type}}' }],
        },
        {
          title: 'One step, 99 %',
          about: 'One input taken.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 1,
          queries: [{ expr: quantile(0.99, 'process_step_duration_seconds', CHOSEN, 'process'), legend: '{{process}}' }],
        },
        {
          title: 'Steps',
          about: 'By outcome.',
          kind: 'curve',
          unit: 'ops',
          width: 'full',
          queries: [
            {
              expr: rateOf(`process_step_duration_seconds_count{${CHOSEN}}`, 'process, outcome'),
              legend: '{{process}} {{outcome}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Timers, in business time',
      panels: [
        {
          title: 'Pending',
          about: 'Deadlines to come.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          queries: [{ expr: `max by (service) (timers_pending{${CHOSEN}})`, legend: '{{service}}' }],
        },
        {
          title: 'Overdue',
          about: 'More than a minute past their time.',
          kind: 'curve',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: `max by (service) (timers_overdue{${CHOSEN}})`, legend: '{{service}}' }],
        },
        {
          title: 'How late they fired, 99 %',
          about: 'A sandbox clock that was moved counts as delay.',
          kind: 'curve',
          unit: 's',
          width: 'third',
          limit: 60,
          queries: [{ expr: quantile(0.99, 'timer_fire_delay_seconds', CHOSEN, 'process'), legend: '{{process}}' }],
        },
      ],
    },
  ],
};
