import { rateOf, type Dashboard } from './dashboard.js';

/** Money: held, in transit, refused, and whether the books balance. */
export const MONEY: Dashboard = {
  id: 'money',
  title: 'Money',
  about: 'Whether the books balance, what is held and in transit, and what payments refused. Amounts in minor units.',
  rows: [
    {
      title: 'Books',
      panels: [
        {
          title: 'Imbalance',
          about: 'Debits minus credits; anything but 0 pages.',
          kind: 'tiles',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: 'max by (currency) (abs(ledger_imbalance_minor_units))', legend: '{{currency}}' }],
        },
        {
          title: 'Escrow accounts below zero',
          about: 'Anything but 0 pages.',
          kind: 'tiles',
          unit: 'short',
          width: 'third',
          limit: 1,
          queries: [{ expr: 'max(escrow_negative_accounts)', legend: 'accounts' }],
        },
        {
          title: 'Commands that failed',
          about: 'Faults of payments, a second.',
          kind: 'tiles',
          unit: 'ops',
          width: 'third',
          queries: [
            {
              expr: 'sum(rate(command_duration_seconds_count{service="payments",outcome="fault"}[$__rate_interval]))',
              legend: 'faults',
            },
          ],
        },
      ],
    },
    {
      title: 'Where the money is',
      panels: [
        {
          title: 'Held for milestones',
          about: 'By currency, frozen money included.',
          kind: 'curve',
          unit: 'short',
          queries: [{ expr: 'max by (currency) (escrow_held_minor_units)', legend: '{{currency}}' }],
        },
        {
          title: 'Oldest money in transit',
          about: 'Transfers in wall time, payouts in business time.',
          kind: 'curve',
          unit: 's',
          queries: [{ expr: 'max by (kind) (clearing_oldest_age_seconds)', legend: '{{kind}}' }],
        },
        {
          title: 'Refused',
          about: 'Commands and instructions, by reason.',
          kind: 'curve',
          unit: 'ops',
          width: 'full',
          queries: [{ expr: rateOf('money_refused_total', 'reason'), legend: '{{reason}}' }],
        },
      ],
    },
  ],
};
