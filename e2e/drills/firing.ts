import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { findTool } from '../../scripts/tools/find-tool.mjs';
import type { Scrape } from './platform.js';

const RULES = resolve(import.meta.dirname, '../../infra/observability/rules/guildhall.rules.yaml');

/** Where promtool is, or why the drills are skipped. */
export const promtool = findTool('promtool');

/**
 * How a moment went on. `goesOn`: as it was (`lasting`), or getting older by the second, for ages of what nobody sees to (`ageing`);
 * `ageing` names beginnings of single series of which the latter is true, heartbeats for example. `minutes`: for how long, 2 by default.
 */
export type Moment = Readonly<{ seen: Scrape; goesOn?: 'lasting' | 'ageing'; ageing?: readonly string[]; minutes?: number }>;

/** Seconds between two samples, as Prometheus scrapes here, and how often rules are evaluated. A story of days has fewer of both. */
type Pace = Readonly<{ sampleSeconds: number; evaluated: string; lastSeconds: number }>;
const BY_DEFAULT: Pace = { sampleSeconds: 15, evaluated: '15s', lastSeconds: 15 };
/** Within Prometheus' look-back of five minutes; judged at a full half day, when the rules were evaluated last. */
export const OF_DAYS: Pace = { sampleSeconds: 240, evaluated: '12h', lastSeconds: 0 };

/** `beginsMs`: the wall time that promtool's clock, which starts at 0, stands for; needed where rules compare instants. */
type Telling = Readonly<{ pace?: Pace; beginsMs?: number }>;

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
  { pace = BY_DEFAULT, beginsMs = 0 }: Telling = {},
): 'fires' | 'silent' => {
  if (promtool.path === undefined) throw new Error(promtool.missing);
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-drill-'));
  try {
    const series = inputOf(moments, families, { pace, beginsMs });
    const [rules, file] = [join(folder, 'rules.yaml'), join(folder, 'drill.yaml')];
    writeFileSync(rules, JSON.stringify(rulesOf(alert)));
    writeFileSync(file, JSON.stringify(testOf(alert, matchers, series, minutesOf(moments), pace, rules)));
    const { status, stdout, stderr } = spawnSync(promtool.path, ['test', 'rules', file], { encoding: 'utf8' });
    if (status === 0) return 'fires';
    if (/got:\s*nil/.test(stdout + stderr)) return 'silent';
    throw new Error(`promtool could not judge ${alert}{${matchers}}: ${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

type Rules = Readonly<{ groups: readonly Readonly<{ rules: readonly Readonly<{ alert?: string }>[] }>[] }>;

/** The groups of an alert and of what is recorded for all: promtool would reckon with the others for nothing. */
const rulesOf = (alert: string): Rules => {
  const { groups } = parse(readFileSync(RULES, 'utf8')) as Rules;
  const isNeeded = (rules: Rules['groups'][number]['rules']): boolean =>
    rules.some((rule) => rule.alert === alert) || rules.every((rule) => rule.alert === undefined);
  return { groups: groups.filter(({ rules }) => isNeeded(rules)) };
};

type Input = Readonly<{ series: string; values: string }>;

const minutesOf = (moments: readonly Moment[]): number => moments.reduce((sum, { minutes = 2 }) => sum + minutes, 0);

const inputOf = (moments: readonly Moment[], families: readonly string[], telling: Required<Telling>): readonly Input[] => {
  const series = new Set(moments.flatMap(({ seen }) => [...seen.keys()]));
  const wanted = [...series].filter((name) => families.some((family) => name.startsWith(family)));
  return wanted.map((name) => ({ series: name, values: moments.map((moment) => valuesOf(moment, name, telling)).join(' ') }));
};

/** In promtool's notation: the value and how it goes on, or `_` where it is missing. */
const valuesOf = (
  { seen, goesOn = 'lasting', ageing = [], minutes = 2 }: Moment,
  name: string,
  { pace, beginsMs }: Required<Telling>,
): string => {
  const value = seen.get(name);
  const more = (minutes * 60) / pace.sampleSeconds - 1;
  if (value === undefined) return `_x${more}`;
  const told = /^\w+_timestamp_seconds\b/.test(name) ? value - beginsMs / 1_000 : value;
  const grows = goesOn === 'ageing' || ageing.some((begins) => name.startsWith(begins));
  return `${told}+${grows ? pace.sampleSeconds : 0}x${more}`;
};

const testOf = (
  alert: string,
  matchers: string,
  input: readonly Input[],
  minutes: number,
  { sampleSeconds, evaluated, lastSeconds }: Pace,
  rules: string,
): object => {
  const expr = `max(ALERTS{alertname="${alert}",alertstate="firing",${matchers}})`;
  const test = { eval_time: `${minutes * 60 - lastSeconds}s`, expr, exp_samples: [{ labels: '{}', value: 1 }] };
  return {
    rule_files: [rules],
    evaluation_interval: evaluated,
    tests: [{ interval: `${sampleSeconds}s`, input_series: input, promql_expr_test: [test] }],
  };
};
