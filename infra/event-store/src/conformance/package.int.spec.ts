import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBuilt } from './child-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const exec = promisify(execFile);
const require = createRequire(import.meta.url);
let outside: string;
let files: readonly string[];

/** Unpacks the package where nothing of this repository is near; its dependencies are linked beside it, nothing else. */
beforeAll(async () => {
  await ensureBuilt();
  outside = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
  // Without scripts: what lies in dist now is what is looked at.
  const { stdout } = await exec('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', outside], { cwd: root });
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  files = packed?.files.map(({ path }) => path) ?? [];
  const home = join(outside, 'node_modules', '@guildhall', 'event-store');
  await mkdir(home, { recursive: true });
  await exec('tar', ['-xzf', join(outside, packed?.filename ?? ''), '--strip-components=1', '-C', home]);
  const { dependencies } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(outside, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(dirname(require.resolve(`${name}/package.json`)), link);
  }
}, 120_000);
afterAll(() => rm(outside, { recursive: true }));

describe('The packed package', () => {
  it('holds program, library, README and licence, and nothing of our tests', () => {
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/cli.js', 'dist/index.js', 'dist/main.js']),
    );
    const strange = files.filter(
      (path) => !/^(LICENSE|README\.md|package\.json|dist\/.+\.(js|d\.ts))$/.test(path) || /spec|conformance|factory/.test(path),
    );
    expect(strange).toEqual([]);
  });
  it('runs the quick start of its README by itself', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    const snippet = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
    await writeFile(join(outside, 'quick-start.mjs'), snippet);
    const { stdout } = await exec(process.execPath, ['quick-start.mjs'], { cwd: outside, env: {} });
    expect(stdout).toBe('OrderPlaced 12.00\n');
  }, 60_000);
  it('has a program that runs by itself', async () => {
    const program = join(outside, 'node_modules', '@guildhall', 'event-store', 'dist', 'cli.js');
    const { stdout } = await exec(process.execPath, [program, '--help'], { cwd: outside, env: {} });
    expect(stdout).toContain('event-store [options]');
  }, 60_000);
});
