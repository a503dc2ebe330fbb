import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findTool } from '../../scripts/tools/find-tool.mjs';
import type { Scrape } from './platform.js';

const RULES = resolve(import.meta.dirname, '../../infra/observability/rules/guildhall.rules.yaml');

/** Where promtool is, or why the drills are skipped. */
export const promtool = findTool('promtool');

/**
 * How a moment went on: as it was (`lasting`), or getting older by the second, for ages of what nobody sees to (`ageing`). `minutes`: for
 * how long, 2 by default.
 */
export type Moment = Readonly<{ seen: Scrape; goesOn?: 'lasting' | 'ageing'; minutes?: number }>;

/** Samples a minute, as Prometheus scrapes by default here. */
const A_MINUTE = 4;

/**
 * Whether an alert fires after these moments, one after the other, as Prometheus reckons with the committed rules. A series that a moment
 * lacks is gone in it: promtool forgets it after five minutes, Prometheus at once. `families`: beginnings of the names of the series that
 * matter. `matchers`: labels of the alert, in PromQL.
 */
export const standing = (
  alert: string,
  matchers: string,
  moments: readonly Moment[],
  families: readonly string[],
): 'fires' | 'silent' => {
  if (promtool.path === undefined) throw new Error(promtool.missing);
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-drill-'));
  try {
    const ask = (wanted: readonly object[]): boolean => {
      const file = join(folder, 'drill.yaml');
      writeFileSync(file, JSON.stringify(testOf(alert, matchers, inputOf(moments, families), minutesOf(moments), wanted)));
      return spawnSync(promtool.path ?? '', ['test', 'rules', file], { encoding: 'utf8' }).status === 0;
    };
    if (ask([{ labels: '{}', value: 1 }])) return 'fires';
    if (ask([])) return 'silent';
    throw new Error(`promtool could not judge ${alert}{${matchers}}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

type Input = Readonly<{ series: string; values: string }>;

const minutesOf = (moments: readonly Moment[]): number => moments.reduce((sum, { minutes = 2 }) => sum + minutes, 0);

const inputOf = (moments: readonly Moment[], families: readonly string[]): readonly Input[] => {
  const series = new Set(moments.flatMap(({ seen }) => [...seen.keys()]));
  const wanted = [...series].filter((name) => families.some((family) => name.startsWith(family)));
  return wanted.map((name) => ({ series: name, values: moments.map((moment) => valuesOf(moment, name)).join(' ') }));
};

/** In promtool's notation: the value and how it goes on, or `_` where it is missing. */
const valuesOf = ({ seen, goesOn = 'lasting', minutes = 2 }: Moment, name: string): string => {
  const value = seen.get(name);
  const more = minutes * A_MINUTE - 1;
  if (value === undefined) return `_x${more}`;
  return `${value}+${goesOn === 'ageing' ? 60 / A_MINUTE : 0}x${more}`;
};

const testOf = (alert: string, matchers: string, input: readonly Input[], minutes: number, wanted: readonly object[]): object => {
  const expr = `max(ALERTS{alertname="${alert}",alertstate="firing",${matchers}})`;
  const test = { eval_time: `${minutes * 60 - 15}s`, expr, exp_samples: wanted };
  return {
    rule_files: [RULES],
    evaluation_interval: '15s',
    tests: [{ interval: '15s', input_series: input, promql_expr_test: [test] }],
  };
};
