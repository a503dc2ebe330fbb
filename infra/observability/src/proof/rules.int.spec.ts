import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../../../../scripts/tools/find-tool.mjs';
import { allRules, alertsOf } from '../alerts/all-rules.js';
import { CLEARING_LIMITS, clearingLimitsOf } from '../alerts/clearing-limits.js';
import { textOf } from '../paths.js';
import { EXAMPLE_BASES } from '../rules/links.js';
import { rulesFile } from '../rules/rules-file.js';
import { allCases } from './all-cases.js';
import { testFile } from './test-file.js';

/** promtool reckons thousands of evaluations; a machine may be busy. */
const PATIENCE_MS = 300_000;

/** promtool evaluates all rules of a file alike. */
const EVALUATED = ['15s', '1m', '1h'] as const;

const { path, missing } = findTool('promtool');
const itWithPromtool = (does: string, act: (promtool: string) => void): void => {
  if (path === undefined) it.skip(`${does} (skipped: ${missing})`, () => undefined);
  else it(does, () => act(path), PATIENCE_MS);
};

describe('The rules in Prometheus', () => {
  const limits = clearingLimitsOf(textOf(CLEARING_LIMITS));
  const groups = allRules(limits);
  const alerts = alertsOf(groups);
  const cases = allCases(limits);
  let folder = '';
  const run = (promtool: string, ...args: readonly string[]): string => {
    const { status, stdout, stderr, error } = spawnSync(promtool, args, { encoding: 'utf8', cwd: folder });
    if (error) throw error;
    if (status !== 0) throw new Error(`promtool ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-rules-'));
    writeFileSync(join(folder, 'guildhall.rules.yaml'), rulesFile(groups, EXAMPLE_BASES));
    for (const every of EVALUATED) {
      const told = cases.filter(({ evaluated = '15s' }) => evaluated === every);
      writeFileSync(join(folder, `${every}.yaml`), testFile(told, alerts, 'guildhall.rules.yaml', EXAMPLE_BASES));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  itWithPromtool('are sound', (promtool) => {
    expect(run(promtool, 'check', 'rules', 'guildhall.rules.yaml')).toContain('SUCCESS');
  });

  itWithPromtool('fire, and stay silent, as their stories say', (promtool) => {
    for (const every of EVALUATED) expect(run(promtool, 'test', 'rules', `${every}.yaml`)).toContain('SUCCESS');
  });

  it('have a story in which they fire and one in which they do not, each alert and severity', () => {
    const told = alerts.filter(({ name, severity }) => {
      const own = cases.filter(({ alert }) => alert === name);
      return own.some(({ fires }) => fires.some((labels) => labels['severity'] === severity)) && own.some(({ fires }) => fires.length === 0); // prettier-ignore
    });
    expect(told.map(({ name, severity }) => `${name} ${severity}`)).toEqual(
      alerts.map(({ name, severity }) => `${name} ${severity}`),
    );
  });
});
