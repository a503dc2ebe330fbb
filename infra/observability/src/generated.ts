import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { allRules } from './alerts/all-rules.js';
import { CLEARING_LIMITS, clearingLimitsOf } from './alerts/clearing-limits.js';
import { ALL_DASHBOARDS } from './dashboards/all-dashboards.js';
import { dashboardJson } from './dashboards/build.js';
import { DASHBOARDS, REFERENCE, ROOT, RULES_FILE, textOf } from './paths.js';
import { referencePage } from './reference/reference-page.js';
import type { Bases } from './rules/links.js';
import { rulesFile } from './rules/rules-file.js';

/** All that is made here: text by path from the repository's root, in its format. The same sources give the same bytes. */
export const generated = async (bases: Bases): Promise<ReadonlyMap<string, string>> => {
  const groups = allRules(clearingLimitsOf(textOf(CLEARING_LIMITS)));
  const files = new Map([
    [RULES_FILE, await formatted(RULES_FILE, rulesFile(groups, bases))],
    [REFERENCE, referencePage(groups)],
  ]);
  for (const dashboard of ALL_DASHBOARDS) {
    const path = `${DASHBOARDS}/${dashboard.id}.json`;
    files.set(path, await formatted(path, dashboardJson(dashboard)));
  }
  return files;
};

const formatted = async (path: string, text: string): Promise<string> => {
  const filepath = join(ROOT, path);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
};
