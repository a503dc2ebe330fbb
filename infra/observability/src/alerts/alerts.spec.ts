import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_DASHBOARDS } from '../dashboards/all-dashboards.js';
import { ROOT, RUNBOOKS, textOf } from '../paths.js';
import { namedIn } from '../promql/series-in.js';
import { allRules, alertsOf } from './all-rules.js';
import { CLEARING_LIMITS, clearingLimitsOf } from './clearing-limits.js';

/** The table of operators.md; objectives add alerts of their own. */
const TABLE = [
  'AppendErrorsHigh', 'AppendSlow', 'ProjectionStale', 'ProjectionStuck', 'RelayBehind', 'RelayHoles', 'RelayDiverged', 'LeaseUnheld',
  'ConsumerLagGrowing', 'EventsParked', 'ProcessStuck', 'TimerOverdue', 'LedgerImbalance', 'EscrowNegative', 'ClearingOld', 'CanaryLost',
  'CertificateExpiring', 'BackupOld', 'RestoreDrillOld',
]; // prettier-ignore

describe('The alerts', () => {
  const alerts = alertsOf(allRules(clearingLimitsOf(textOf(CLEARING_LIMITS))));

  it('are those of the design, and those of further objectives', () => {
    expect(TABLE.filter((name) => !alerts.some((alert) => alert.name === name))).toEqual([]);
  });

  it.each(alerts.map((alert) => [`${alert.name} (${alert.severity})`, alert] as const))('%s leads to what helps', (_, alert) => {
    expect(alert.name).toMatch(/^([A-Z][a-z]+)+$/);
    expect(alert.summary.length).toBeLessThanOrEqual(90);
    expect(alert.description).toMatch(/\.$/);
    expect(existsSync(join(ROOT, RUNBOOKS, `${alert.runbook}.md`))).toBe(true);
    expect(ALL_DASHBOARDS.map(({ id }) => id)).toContain(alert.dashboard);
  });

  it.each(alerts.map((alert) => [`${alert.name} (${alert.severity})`, alert] as const))(
    '%s names labels that it has',
    (_, alert) => {
      const { labels } = namedIn(alert.expr);
      const recorded = alert.expr.includes('guildhall:') ? ['service'] : [];
      const named = [...`${alert.summary} ${alert.description}`.matchAll(/\{\{ \$labels\.(\w+) \}\}/g)].map(([, label]) => label);
      expect(named.filter((label) => label === undefined || ![...labels, ...recorded].includes(label))).toEqual([]);
      expect(`${alert.summary} ${alert.description}`.replace(/\{\{ \$labels\.\w+ \}\}/g, '')).not.toContain('{{');
    },
  );

  it('have one runbook each, and no runbook is left over', () => {
    const pages = readdirSync(join(ROOT, RUNBOOKS)).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual([...new Set(alerts.map(({ runbook }) => `${runbook}.md`))].sort());
  });

  it('say a severity twice of one name only where it rises', () => {
    const keys = alerts.map(({ name, severity }) => `${name} ${severity}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('The limits of clearing', () => {
  it('are refused where the policy does not say them', () => {
    expect(() => clearingLimitsOf('{"version":"v1","transfer":{"alertSeconds":60}}')).toThrow('No limits');
    expect(() =>
      clearingLimitsOf(JSON.stringify({ version: 'v1', transfer: { alertSeconds: 9, pageSeconds: 3 }, payout: {} })),
    ).toThrow();
  });
});
