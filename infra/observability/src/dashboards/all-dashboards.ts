import { CONSUMERS } from './consumers.dashboard.js';
import type { Dashboard } from './dashboard.js';
import { EVENT_FLOW } from './event-flow.dashboard.js';
import { MONEY } from './money.dashboard.js';
import { OBJECTIVES_BOARD } from './objectives.dashboard.js';
import { PLATFORM } from './platform.dashboard.js';
import { PROCESSES } from './processes.dashboard.js';
import { PROJECTIONS } from './projections.dashboard.js';
import { RUNTIME } from './runtime.dashboard.js';
import { SERVICE } from './service.dashboard.js';

export const ALL_DASHBOARDS: readonly Dashboard[] = [
  PLATFORM,
  SERVICE,
  EVENT_FLOW,
  PROJECTIONS,
  CONSUMERS,
  PROCESSES,
  MONEY,
  RUNTIME,
  OBJECTIVES_BOARD,
];

/** Every query of a dashboard. */
export const queriesOf = ({ rows }: Dashboard): readonly string[] =>
  rows.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)));
