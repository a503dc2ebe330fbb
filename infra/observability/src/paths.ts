import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository's root, from `src` and from `dist` alike. */
export const ROOT = resolve(import.meta.dirname, '../../..');

/** Text of a file of the repository, by its path from the root. */
export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What is made, by its path from the root. */
export const RULES_FILE = 'infra/observability/rules/guildhall.rules.yaml';
export const DASHBOARDS = 'infra/observability/dashboards';
export const REFERENCE = 'docs/metrics.md';
export const RUNBOOKS = 'deploy/runbooks';
