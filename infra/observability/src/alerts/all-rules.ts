import { burnRateGroups } from '../objectives/burn-rates.js';
import { OBJECTIVES } from '../objectives/objectives.js';
import type { Alert, RuleGroup } from '../rules/rule.js';
import type { ClearingLimits } from './clearing-limits.js';
import { FLOW } from './flow.alerts.js';
import { moneyAlerts } from './money.alerts.js';
import { STATE } from './state.alerts.js';
import { UPKEEP } from './upkeep.alerts.js';

/** All rules of the platform, in the order of the file. */
export const allRules = (limits: ClearingLimits): readonly RuleGroup[] => [
  ...burnRateGroups(OBJECTIVES),
  FLOW,
  STATE,
  moneyAlerts(limits),
  UPKEEP,
];

export const alertsOf = (groups: readonly RuleGroup[]): readonly Alert[] => groups.flatMap(({ alerts = [] }) => alerts);
