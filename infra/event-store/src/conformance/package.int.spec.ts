import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const repository = join(root, '..', '..');
const exec = promisify(execFile);
const require = createRequire(import.meta.url);
let outside: string;
let files: readonly string[];

/** What a file of the sources becomes; nothing for our tests. */
const published = (source: string): readonly string[] =>
  /^conformance\/|\.(spec|factory)\.ts$/.test(source)
    ? []
    : ['.js', '.d.ts'].map((ending) => `dist/${source.slice(0, -3)}${ending}`);

/**
 * Packs a copy of this package as publishing does, scripts included: they make `dist` anew, and other suites run from the one here.
 * Answers the file.
 */
async function packed(): Promise<string> {
  const copy = join(outside, 'repository', 'infra', 'event-store');
  for (const name of ['package.json', 'tsconfig.json', 'README.md', 'LICENSE', 'src'])
    await cp(join(root, name), join(copy, name), { recursive: true });
  for (const name of ['tsconfig.base.json', '.swcrc']) await cp(join(repository, name), join(outside, 'repository', name));
  for (const name of ['node_modules', 'scripts']) await symlink(join(repository, name), join(outside, 'repository', name));
  await mkdir(join(copy, 'dist'));
  await writeFile(join(copy, 'dist', 'source-is-gone.js'), '');
  const { stdout } = await exec('npm', ['pack', '--silent', '--json', '--pack-destination', outside], { cwd: copy });
  const [pack] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  files = pack?.files.map(({ path }) => path) ?? [];
  return join(outside, pack?.filename ?? '');
}

/** Unpacks the package where nothing of this repository is near; its dependencies are linked beside it, nothing else. */
beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
  const pack = await packed();
  const home = join(outside, 'node_modules', '@guildhall', 'event-store');
  await mkdir(home, { recursive: true });
  await exec('tar', ['-xzf', pack, '--strip-components=1', '-C', home]);
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
  it('holds what the sources of program and library become, README and licence, and nothing else', async () => {
    const sources = await readdir(join(root, 'src'), { recursive: true });
    const expected = sources.filter((path) => path.endsWith('.ts')).flatMap(published);
    expect(expected).toEqual(expect.arrayContaining(['dist/cli.js', 'dist/index.d.ts', 'dist/log/log.js']));
    expect([...files].sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...expected].sort());
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
