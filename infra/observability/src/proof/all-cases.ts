import type { ClearingLimits } from '../alerts/clearing-limits.js';
import type { Case } from './case.js';
import { FLOW_CASES } from './flow.cases.js';
import { moneyCases } from './money.cases.js';
import { OBJECTIVE_CASES } from './objective.cases.js';
import { STATE_CASES } from './state.cases.js';
import { UPKEEP_CASES } from './upkeep.cases.js';

/** All stories of all alerts. */
export const allCases = (limits: ClearingLimits): readonly Case[] => [
  ...OBJECTIVE_CASES,
  ...FLOW_CASES,
  ...STATE_CASES,
  ...moneyCases(limits),
  ...UPKEEP_CASES,
];
