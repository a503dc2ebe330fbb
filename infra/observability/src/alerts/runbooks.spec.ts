import { describe, expect, it } from '@jest/globals';
import { METRIC_REGISTRY } from '@guildhall/service-kit';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, RUNBOOKS, textOf } from '../paths.js';
import { familyOf, namedIn } from '../promql/series-in.js';
import { allRules, alertsOf } from './all-rules.js';
import { CLEARING_LIMITS, clearingLimitsOf } from './clearing-limits.js';

const SECTIONS = [
  'What it means',
  'How to see',
  'Causes, the likeliest first',
  'What to do',
  'When to escalate',
  'How to know it is over',
  'Drill',
];

/** The operators' command line as its reference page says it: usage by verb, e.g. `parked retry`, and options that every verb has. */
const COMMAND_LINE = textOf('docs/operators/command-line.md');
const sectionOf = (verb: string): string => COMMAND_LINE.split(/^##+ /m).find((section) => section.startsWith(`${verb}\n`)) ?? '';
const ANYWHERE = ['--output'];

/** What is wrong with a command of a runbook: a verb, option or number of arguments that the command line does not have. */
const faultsOf = (command: string): readonly string[] => {
  const words = command
    .replace(/"[^"]*"/g, 'text')
    .replace(/<[^>]+>/g, '<x>')
    .split(' ')
    .slice(1);
  const verb = [words.slice(0, 2).join(' '), words[0] ?? ''].find((one) => sectionOf(one) !== '');
  if (verb === undefined) return [`no verb in: ${command}`];
  const section = sectionOf(verb);
  const options = words.filter((word) => word.startsWith('--'));
  const unknown = options.filter((option) => !section.includes(`\`${option}`) && !ANYWHERE.includes(option));
  const [, usage = ''] = /```\S*\nguildhall (.+)\n/.exec(section) ?? [];
  const wanted = usage.match(/<[^>]+>/g)?.length ?? 0;
  const given = words.filter((word, index) => word === '<x>' && !(words[index - 1] ?? '').startsWith('--')).length;
  return [
    ...unknown.map((option) => `${option} in: ${command}`),
    ...(wanted === given ? [] : [`${wanted} arguments in: ${command}`]),
  ];
};

describe('The runbooks', () => {
  const alerts = alertsOf(allRules(clearingLimitsOf(textOf(CLEARING_LIMITS))));
  const histograms = new Set(METRIC_REGISTRY.filter(({ kind }) => kind === 'histogram').map(({ name }) => name));
  const registered = new Set(METRIC_REGISTRY.map(({ name }) => name));
  const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts);
  const routes = [
    ...textOf('libs/service-kit/src/operations/operations.controller.ts').matchAll(/@(?:Get|Post)\('([^']+)'\)/g),
    ...textOf('services/payments/src/application/operations/ledger-operations.controller.ts').matchAll(/@Get\('([^']+)'\)/g),
  ].map(([, route]) => route);
  const pages = readdirSync(join(ROOT, RUNBOOKS)).filter((name) => name !== 'README.md');
  const textOfPage = (page: string): string => textOf(`${RUNBOOKS}/${page}`);

  it.each(pages)('%s says all that a runbook says, of the alert that leads to it', (page) => {
    const text = textOfPage(page);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, section]) => section)).toEqual(SECTIONS);
    const own = alerts.filter(({ runbook }) => `${runbook}.md` === page);
    expect(text.startsWith(`# ${own[0]?.name}\n`)).toBe(true);
    expect(text).toContain(`(\`guildhall-${own[0]?.dashboard}\`)`);
    const told = /^Severity: ([a-z, ]+)\./m.exec(text)?.[1]?.split(', ').sort();
    expect(told).toEqual([...new Set(own.map(({ severity }) => severity))].sort());
  });

  it('are compared with the command line as it is', () => {
    expect(faultsOf('guildhall parked retry <service> --nope "x"')).toHaveLength(2);
    expect(faultsOf('guildhall invent <service>')).toEqual(['no verb in: guildhall invent <service>']);
  });

  it('name a drill where there is one, and only there', () => {
    const files = readdirSync(join(ROOT, 'e2e/drills')).filter((name) => name.endsWith('.spec.ts'));
    const tried = files.map((name) => textOf(`e2e/drills/${name}`)).join('\n');
    const drills = [...tried.matchAll(/itTried\(\s*'([A-Za-z ]+):/g)].flatMap(([, names = '']) => names.split(' and '));
    const named = pages
      .filter((page) => textOfPage(page).includes('`e2e/drills`'))
      .map((page) => /^# (\w+)/.exec(textOfPage(page))?.[1]);
    expect(named.sort()).toEqual(drills.sort());
    const table = [...textOf('e2e/drills/README.md').matchAll(/^\| ([A-Z]\w+) \|/gm)].map(([, alert]) => alert);
    expect(table.sort()).toEqual(drills);
  });

  it.each(pages)('%s looks at series that exist', (page) => {
    const queries = [...textOfPage(page).matchAll(/```promql\n(.+?)\n```/gs)].map(([, query = '']) => query);
    expect(queries.length).toBeGreaterThan(0);
    const named = queries.flatMap((query) => namedIn(query).series).map((series) => familyOf(series, histograms));
    expect(named.filter((series) => !registered.has(series))).toEqual([]);
  });

  it.each(pages)('%s names commands, routes and pages that exist', (page) => {
    const text = textOfPage(page);
    const commands = [...text.matchAll(/`(guildhall [a-z-][^`]*)`/g)].map(([, command = '']) => command);
    expect(commands.flatMap(faultsOf)).toEqual([]);
    const npm = [...text.matchAll(/`npm run ([a-z:-]+)/g)].map(([, script]) => script ?? '');
    expect(npm.filter((script) => !scripts.includes(script))).toEqual([]);
    const called = [...text.matchAll(/\/operations\/([a-z/-]*[a-z])/g)].map(([, route]) => route);
    expect(called.filter((route) => !routes.includes(route))).toEqual([]);
    const links = [...text.matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(ROOT, RUNBOOKS, link)))).toEqual([]);
  });
});
