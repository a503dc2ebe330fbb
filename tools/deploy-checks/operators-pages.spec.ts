import { describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FILE_SERIES } from '../../cli/src/output/textfile.js';
import { createProgram } from '../../cli/src/program.js';
import { templateArgs, valuesFileOf } from '../../deploy/generate/snapshots.mjs';
import { faultsOf, KUBERNETES_VERSIONS } from './manifest-schemas.js';
import { ofKind, parseManifests, snapshots, type Manifest } from './manifests.js';
import { itWithTool, ROOT, runTool } from './optional-tool.js';

/** Charts are rendered on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs/operators')).map((name) => `docs/operators/${name}`),
  'deploy/chart/README.md',
  'deploy/chart/UPGRADING.md',
  ...readdirSync(join(ROOT, 'deploy/runbooks')).map((name) => `deploy/runbooks/${name}`),
];
/** What stands between backticks or in an indented block: what people copy. */
const codeIn = (text: string): readonly string[] => [
  ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? ''),
  ...text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => /^ {4}/.test(line))
    .map((line) => line.trim()),
];
const matches = (page: string, pattern: RegExp): readonly string[] =>
  codeIn(read(page)).flatMap((code) => [...code.matchAll(pattern)].map(([, found]) => found ?? ''));

const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
const STEPS = /^ {2}(\w+)[:,(]/gm;
const steps = new Set(
  [...(read('scripts/testing/run-tests.mjs').split('const stepsFor')[1] ?? '').matchAll(STEPS)].map(([, name]) => name),
);
const nothing = { url: undefined, email: undefined, password: undefined, credentialsFile: undefined, eventStoreUrl: undefined };
const program = createProgram({ config: nothing, fetch, out: () => undefined, err: () => undefined }, () => undefined);

/** What is wrong with a command line of `guildhall`, as far as its verb and flags go; null for nothing. */
const faultOf = (line: string): string | null => {
  let command = program;
  const words = line.split(/\s+/).filter((word) => word !== '');
  for (const word of words) {
    const below = command.commands.find((one) => one.name() === word);
    if (below === undefined) break;
    command = below;
  }
  if (command === program) return `${line}: no such verb`;
  if (command.commands.length > 0 && words.some((word) => word.startsWith('-')))
    return `${line}: ${command.name()} alone does nothing`;
  const known = command.options.map(({ long }) => long);
  const unknown = words.filter((word) => word.startsWith('--') && !known.includes(word));
  return unknown.length === 0 ? null : `${line}: no option ${unknown.join(', ')}`;
};

describe.each(PAGES)('The page %s', (page) => {
  const text = read(page);

  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to]) => to ?? '')
      .filter((to) => !to.includes('://'));
    expect(links.filter((to) => !existsSync(join(ROOT, dirname(page), to)))).toEqual([]);
  });

  it('names scripts and steps of tests that there are', () => {
    const named = matches(page, /\bnpm run (?:-s )?([\w:-]+)/g).filter((name) => name !== 'generate');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(matches(page, /\bnpm test -- (\w+)/g).filter((step) => !steps.has(step))).toEqual([]);
  });

  it('names files of the repository that are there', () => {
    // `deploy/guildhall-…` is a Deployment to kubectl.
    const named = matches(page, /(?:^|\s)((?:deploy(?!\/guildhall-)|e2e|infra|libs|services|docs|cli)\/[\w./-]*\w)/g);
    expect(
      named.filter(
        (path) =>
          !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, `${path}.spec.ts`)) && !/e2e\/journeys\/\d+$/.test(path),
      ),
    ).toEqual([]);
  });

  it('gives commands as the command line has them', () => {
    const lines = matches(page, /(?:^|\s)guildhall ((?:[a-z][\w-]*)(?: .*)?)$/g).filter((line) => !line.includes('deploy/chart'));
    expect(lines.map((line) => faultOf(line.replace(/^<verb>.*/, 'status'))).filter((fault) => fault !== null)).toEqual([]);
  });

  const settings = [...new Set(matches(page, /--set ([\w.]+=\S+)/g))];
  if (settings.length > 0)
    itWithTool('helm', 'sets values that the chart knows', (helm) => {
      for (const setting of settings) {
        const ran = runTool(helm, templateArgs('-f', valuesFileOf('highly-available'), '--set', setting));
        expect({ setting, status: ran.status, stderr: ran.status === 0 ? '' : ran.stderr }).toEqual({
          setting,
          status: 0,
          stderr: '',
        });
      }
    });

  it('names variables that the configuration has', () => {
    const known = new Set([...read('docs/configuration.md').matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name]) => name));
    const elsewhere = /^(NODE_EXTRA_CA_CERTS|NODE_OPTIONS|(MAIL|OIDC|OBJECT_STORE)_\w+)$/;
    // Runbooks name error codes in the same letters.
    const named = page.startsWith('deploy/runbooks/') ? [] : matches(page, /^([A-Z][A-Z0-9]*_[A-Z0-9_]+)$/g);
    expect(named.filter((name) => !known.has(name) && !elsewhere.test(name))).toEqual([]);
  });
});

describe('Series that pages name', () => {
  it('and those that the command line writes to files are told in one way', () => {
    const metrics = read('docs/metrics.md');
    for (const [name, help] of Object.entries(FILE_SERIES))
      expect({ name, told: metrics.includes(`| \`${name}\` | gauge | unix seconds | - | ${help} |`) }).toEqual({
        name,
        told: true,
      });
  });

  it('are in the registry', () => {
    const metrics = read('docs/metrics.md');
    const named = PAGES.flatMap((page) =>
      matches(page, /^((?:relay|projection|process|parked|ledger|escrow|lease|runner)_[a-z_]+)$/g),
    );
    expect(named.filter((name) => !metrics.includes(`\`${name}`))).toEqual([]);
  });
});

describe('The recovery of a cluster', () => {
  const page = read('docs/operators/disaster-recovery.md');
  const filter = /jq --arg since SINCE '([^']+)'/.exec(page)?.[1] ?? '';

  itWithTool('jq', 'asks the provider by a Job that the schemas accept, with the environment of payments', (jq) => {
    const [name] = ['highly-available'];
    const manifests = snapshots.get(name) ?? [];
    const api = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === 'guildhall-payments-api');
    const { status, stdout, stderr } = runTool(jq, ['--arg', 'since', '2026-03-02T02:00:00Z', filter], JSON.stringify(api));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const job = JSON.parse(stdout) as Manifest;
    expect(KUBERNETES_VERSIONS.flatMap((version) => faultsOf(job, version))).toEqual([]);
    expect(job).toMatchObject({
      kind: 'Job',
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ args: ['--since', '2026-03-02T02:00:00Z'] }] } } },
    });
    expect(existsSync(join(ROOT, 'services/payments/src/reconcile.main.ts'))).toBe(true);
  });

  itWithTool('helm', 'closes everything, then lets relays and projectors alone work', (helm) => {
    const stepsOfPage = page
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line.trim().startsWith('helm upgrade') && line.includes('--set'))
      .map((line) => [...line.matchAll(/--set (\S+)/g)].flatMap(([, setting]) => ['--set', setting ?? '']));
    const rolesIn = (settings: readonly string[]): readonly string[] => {
      const ran = spawnSync(helm, templateArgs('-f', valuesFileOf('highly-available'), ...settings), {
        cwd: ROOT,
        encoding: 'utf8',
        maxBuffer: 256 << 20,
      });
      const roles = ofKind(parseManifests(ran.stdout), 'Deployment').map(
        ({ metadata }) => metadata.labels?.['guildhall/role'] ?? '',
      );
      return [...new Set(roles)].sort();
    };
    expect(stepsOfPage.map(rolesIn)).toEqual([[], ['projector', 'relay'], ['api', 'projector', 'relay']]);
  });
});
