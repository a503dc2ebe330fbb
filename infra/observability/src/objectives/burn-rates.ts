import type { Alert, Recording, RuleGroup, Severity } from '../rules/rule.js';
import { FRESH_BOUND, PERIOD_DAYS, type Objective } from './objectives.js';

/**
 * When an error budget burns too fast: over a long window, and still over a short one (Google, The Site Reliability Workbook, chapter 5).
 * `share` of the budget of the whole period would be gone after the long window.
 */
export type Burn = Readonly<{ severity: Severity; long: string; short: string; hours: number; share: number }>;

export const BURNS: readonly Burn[] = [
  { severity: 'page', long: '1h', short: '5m', hours: 1, share: 0.02 },
  { severity: 'page', long: '6h', short: '30m', hours: 6, share: 0.05 },
  { severity: 'warn', long: '1d', short: '2h', hours: 24, share: 0.1 },
  { severity: 'warn', long: '3d', short: '6h', hours: 72, share: 0.1 },
];

const RANGES = [...new Set(BURNS.flatMap(({ short, long }) => [short, long]))];

/** How many times faster than allowed the budget burns. */
export const factorOf = ({ hours, share }: Burn): number => (PERIOD_DAYS * 24 * share) / hours;

/** The share of bad things over a range, as Prometheus records it. */
export const recordOf = ({ id }: Pick<Objective, 'id'>, range: string): string => `guildhall:${id}:ratio_${range}`;

const recordings = (objective: Objective): readonly Recording[] =>
  RANGES.map((range) => ({ record: recordOf(objective, range), expr: objective.bad(range) }));

const limitOf = ({ goal }: Objective, burn: Burn): string => (factorOf(burn) * (1 - goal)).toPrecision(4).replace(/0+$/, '');

const burning = (objective: Objective, severity: Severity): string =>
  BURNS.filter((burn) => burn.severity === severity)
    .map((burn) => {
      const limit = limitOf(objective, burn);
      return `(${recordOf(objective, burn.long)} > ${limit} and ${recordOf(objective, burn.short)} > ${limit})`;
    })
    .join(' or ');

const TEXTS: Readonly<Record<Severity, string>> = {
  page: 'fast enough to lose 2 % of the budget of four weeks in an hour, or 5 % in six',
  warn: 'fast enough to lose 10 % of the budget of four weeks within three days',
};

const alertsOf = (objective: Objective): readonly Alert[] =>
  (['page', 'warn'] as const).map((severity) => ({
    name: objective.alert,
    severity,
    expr: burning(objective, severity),
    summary: `{{ $labels.service }}: ${objective.symptom}`,
    description: `The objective "${objective.promise}" is missed, ${TEXTS[severity]}.`,
    dashboard: objective.dashboard,
    runbook: objective.runbook,
  }));

/** What an objective over a gauge needs first: 1 while a read model is behind. */
const STALE: Recording = {
  record: 'guildhall:projection_stale:bool',
  expr: `max by (service, projection) (projection_lag_seconds) > bool ${FRESH_BOUND}`,
};

/** Recording rules and multi-window, multi-burn-rate alerts of all objectives. */
export const burnRateGroups = (objectives: readonly Objective[]): readonly RuleGroup[] => [
  { name: 'guildhall-freshness', interval: '15s', recordings: [STALE] },
  ...objectives.map((objective) => ({
    name: `guildhall-objective-${objective.id.replaceAll('_', '-')}`,
    interval: '30s',
    recordings: recordings(objective),
    alerts: alertsOf(objective),
  })),
];
