import { BURNS, factorOf, recordOf } from '../objectives/burn-rates.js';
import { OBJECTIVES, PERIOD_DAYS, type Objective } from '../objectives/objectives.js';
import type { Dashboard, Row } from './dashboard.js';

const rowOf = (objective: Objective): Row => {
  const burn = (range: string): string => `${recordOf(objective, range)} / ${(1 - objective.goal).toPrecision(3)}`;
  return {
    title: objective.title,
    panels: [
      {
        title: 'Left of the budget',
        about: `${objective.promise}, in ${PERIOD_DAYS} days, as far as Prometheus keeps its series.`,
        kind: 'tiles',
        unit: 'percentunit',
        width: 'third',
        queries: [
          {
            expr: `1 - avg_over_time(${recordOf(objective, '1h')}[${PERIOD_DAYS}d]) / ${(1 - objective.goal).toPrecision(3)}`,
            legend: '{{service}}',
          },
        ],
      },
      {
        title: 'Burn rate',
        about: `1 uses the budget up in ${PERIOD_DAYS} days; ${factorOf(BURNS[0] as (typeof BURNS)[0]).toFixed(1)} over an hour pages.`,
        kind: 'curve',
        unit: 'short',
        limit: factorOf(BURNS[0] as (typeof BURNS)[0]),
        queries: ['1h', '6h', '1d'].map((range) => ({ expr: burn(range), legend: `${range} {{service}}` })),
      },
    ],
  };
};

/** What was promised, and how much of it may still go wrong. */
export const OBJECTIVES_BOARD: Dashboard = {
  id: 'objectives',
  title: 'Objectives',
  about: 'What is promised, how much of the error budget is left, and how fast it burns.',
  rows: OBJECTIVES.map(rowOf),
};
