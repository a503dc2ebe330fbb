import { describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateArgs, valuesFileOf } from '../../deploy/generate/snapshots.mjs';
import { SERVICES } from '@guildhall/kernel';
import { defaultAccess } from '../../libs/event-sourcing/src/store/stream-access.js';
import { faultsOf, KUBERNETES_VERSIONS } from './manifest-schemas.js';
import { ofKind, parseManifests, podTemplates, type Manifest } from './manifests.js';
import { itWithTool, ROOT, runTool } from './optional-tool.js';

/** Programs are started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const FOLDER = join(ROOT, 'deploy/examples');
const examples = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const filesOf = (example: string): readonly string[] =>
  readdirSync(join(FOLDER, example))
    .filter((name) => name.endsWith('.yaml') && name !== 'values.yaml')
    .map((name) => join(FOLDER, example, name));
const read = (path: string): string => readFileSync(path, 'utf8');
const manifestsOf = (example: string): readonly Manifest[] => filesOf(example).flatMap((file) => parseManifests(read(file)));
const faultsIn = (manifests: readonly Manifest[]): readonly string[] =>
  manifests.flatMap((manifest) => KUBERNETES_VERSIONS.flatMap((version) => faultsOf(manifest, version)));

describe('The examples', () => {
  it('are numbered, each with a page that the list links to', () => {
    const list = read(join(FOLDER, 'README.md'));
    expect(examples.map((name) => name.slice(0, 2))).toEqual(examples.map((_, index) => String(index + 1).padStart(2, '0')));
    for (const name of examples) {
      expect(existsSync(join(FOLDER, name, 'README.md'))).toBe(true);
      expect(list).toContain(`](${name})`);
    }
  });

  it('say that they are examples', () => expect(read(join(FOLDER, 'README.md'))).toContain('They are examples, not products'));

  it('name files and folders that are there', () => {
    for (const name of examples)
      for (const [path] of read(join(FOLDER, name, 'README.md')).matchAll(/deploy\/[\w./-]*\w/g))
        expect({ name, path, there: existsSync(join(ROOT, path)) }).toEqual({ name, path, there: true });
  });
});

describe.each(examples)('The example %s', (example) => {
  const manifests = manifestsOf(example);
  it('has valid manifests only', () => expect(faultsIn(manifests)).toEqual([]));

  it('runs nothing that the restricted Pod Security standard forbids', () => {
    for (const { name, template } of podTemplates(manifests)) {
      expect({ name, ...template.spec.securityContext }).toMatchObject({
        name,
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext } of template.spec.containers)
        expect({ name, ...securityContext }).toMatchObject({
          name,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
        });
    }
  });

  it('opens the network of each store for named pods alone', () => {
    for (const { spec } of ofKind(manifests, 'NetworkPolicy')) {
      const { policyTypes, ingress } = spec as {
        policyTypes: readonly string[];
        ingress: readonly { from?: readonly unknown[] }[];
      };
      expect(policyTypes).toEqual(['Ingress', 'Egress']);
      for (const { from = [] } of ingress) expect(from.length).toBeGreaterThan(0);
    }
  });

  it('mounts scripts that bash can read', () => {
    for (const { metadata, data = {} } of ofKind(manifests, 'ConfigMap'))
      for (const [name, input] of Object.entries(data).filter(([file]) => file.endsWith('.sh'))) {
        const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
        expect({ at: `${metadata.name}/${name}`, status, stderr }).toEqual({
          at: `${metadata.name}/${name}`,
          status: 0,
          stderr: '',
        });
      }
  });

  itWithTool('yamllint', 'is clean YAML', (yamllint) =>
    expect(runTool(yamllint, ['-s', '-c', 'deploy/.yamllint.yaml', `deploy/examples/${example}`])).toMatchObject({
      status: 0,
      stdout: '',
    }),
  );
});

describe('The users of the event store example', () => {
  const script = read(join(FOLDER, '05-event-store/users.yaml'));
  const written = (begin: string): unknown => {
    const text = new RegExp(`'\\[(\\{"eventId":"%s","eventType":"${begin}",.*\\})\\]'`).exec(script)?.[1] ?? '';
    return (JSON.parse(text.replace('%s', 'id')) as { data: unknown }).data;
  };

  it('are kept out of foreign streams by the same defaults as on one machine', () =>
    expect(written('update')).toEqual(defaultAccess(SERVICES)));

  it('may all read the log as a whole, and nobody else but administrators', () =>
    expect(written('\\$metadata')).toEqual({ $acl: { $r: ['$admins', ...SERVICES] } }));
});

describe('Values of examples', () => {
  const base: Readonly<Record<string, readonly string[]>> = { '07-gitops': ['-f', valuesFileOf('highly-available')] };
  for (const example of examples.filter((name) => existsSync(join(FOLDER, name, 'values.yaml'))))
    itWithTool('helm', `${example} render to valid manifests`, (helm) => {
      const args = templateArgs(...(base[example] ?? []), '-f', `deploy/examples/${example}/values.yaml`);
      const { status, stdout, stderr } = runTool(helm, args);
      if (status !== 0) throw new Error(stderr);
      expect(faultsIn(parseManifests(stdout))).toEqual([]);
    });
});

describe('The secrets of the examples', () => {
  const make = (...args: string[]) =>
    spawnSync(process.execPath, ['deploy/examples/secrets.mjs', ...args], { cwd: ROOT, encoding: 'utf8' });
  const urls = [
    '--event-store',
    'esdb://{service}:{password}@store:2113',
    '--mongo',
    'mongodb://{service}:{password}@documents/guildhall_{service}?tls=true',
  ];

  it('are those that the chart asks for, random, none used twice', () => {
    const { status, stdout } = make(...urls);
    expect(status).toBe(0);
    const secrets = parseManifests(stdout) as readonly (Manifest & { stringData: Readonly<Record<string, string>> })[];
    expect(faultsIn(secrets)).toEqual([]);
    expect(secrets.map(({ metadata }) => metadata.name)).toEqual([
      ...['identity', 'gigs', 'contracts', 'payments', 'disputes', 'reputation'].map((service) => `guildhall-${service}`),
      ...['guildhall-signing-key', 'guildhall-event-store', 'guildhall-mongo', 'guildhall-store-users'],
    ]);
    const own = secrets.slice(0, 6).flatMap(({ stringData }) => Object.values(stringData));
    expect(new Set(own).size).toBe(own.length);
    const users = secrets.at(-1)?.stringData ?? {};
    expect(secrets.find(({ metadata }) => metadata.name === 'guildhall-event-store')?.stringData['gigs']).toBe(
      `esdb://gigs:${users['gigs'] ?? ''}@store:2113`,
    );
    expect(make(...urls).stdout).not.toBe(stdout);
  });

  it('are refused without a place for the password', () =>
    expect(make('--event-store', 'esdb://store:2113', '--mongo', 'x').stderr).toContain(
      '--event-store has to be a connection string',
    ));
});
