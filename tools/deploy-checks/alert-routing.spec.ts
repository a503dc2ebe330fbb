import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { itWithTool, ROOT, runTool } from './optional-tool.js';

const CONFIG = 'deploy/examples/08-alert-routing/alertmanager.yml';
const RULES = 'infra/observability/rules/guildhall.rules.yaml';

type Alert = Readonly<{ alert: string; severity: string }>;
type Rules = Readonly<{ groups: readonly { rules: readonly { alert?: string; labels?: { severity?: string } }[] }[] }>;

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const alerts: readonly Alert[] = (parse(textOf(RULES)) as Rules).groups
  .flatMap(({ rules }) => rules)
  .flatMap(({ alert, labels }) => (alert === undefined ? [] : [{ alert, severity: labels?.severity ?? '' }]));

/** What nobody decides alone: money, and whether log and topic tell the truth. */
const FOR_TWO = ['EscrowNegative', 'LedgerImbalance', 'RelayDiverged', 'RelayHoles'];
const receiverOf = ({ alert, severity }: Alert): string => {
  if (severity === 'warn') return 'team';
  return FOR_TWO.includes(alert) ? 'on-call-and-money' : 'on-call';
};

describe('The example of how alerts are routed', () => {
  it('names alerts that exist', () => {
    const known = new Set(alerts.map(({ alert }) => alert));
    const named = [...textOf(CONFIG).matchAll(/alertname=~?"([^"]+)"/g)].flatMap(([, names = '']) => names.split('|'));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  itWithTool('amtool', 'is a configuration that Alertmanager takes', (amtool) =>
    expect(runTool(amtool, ['check-config', CONFIG])).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS') }),
  );

  itWithTool('amtool', 'sends every alert to those whom its severity asks for', (amtool) => {
    expect(alerts.length).toBeGreaterThan(20);
    const sentTo = alerts.map(({ alert, severity }) => {
      const labels = [`alertname=${alert}`, `severity=${severity}`, 'service=payments'];
      const { status, stdout } = runTool(amtool, ['config', 'routes', 'test', `--config.file=${CONFIG}`, ...labels]);
      return { alert, severity, status, receiver: stdout.trim() };
    });
    expect(sentTo).toEqual(alerts.map((one) => ({ ...one, status: 0, receiver: receiverOf(one) })));
  });
});
