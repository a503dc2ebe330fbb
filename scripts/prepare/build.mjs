import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitOf, start } from '../children.mjs';
import { Obstacle } from '../obstacle.mjs';
import { cacheDir, root } from '../paths.mjs';

const stampFile = join(cacheDir, 'build.json');
/** Neither changes what is built. */
const LEFT_OUT = /(^|\/)(node_modules|dist|java)$|\.spec\.ts$|\.md$/;

/** A package that has none yet builds to nothing. */
const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts');

const workspaces = () => {
  const { workspaces: patterns } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return patterns
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return readdirSync(join(root, parent)).map((folder) => `${parent}/${folder}`);
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
    .filter(({ folder, manifest }) => manifest.scripts?.build !== undefined && filesUnder(join(root, folder)).some(isSource))
    .map(({ folder, manifest }) => ({ folder, name: manifest.name }));
};

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.test(name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    });

const hashOf = ({ folder }) => {
  const hash = createHash('sha256').update(readFileSync(join(root, '.swcrc')));
  for (const file of filesUnder(join(root, folder))) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
};

const readStamp = () => (existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {});

/** Nx says much: one line a package is shown, and everything when it failed. */
const runNx = async (args) => {
  const child = start('nx', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      const [, name] = /^> nx run (\S+):build/.exec(line) ?? [];
      if (name !== undefined) console.log(`  ${name}`);
    });
  }
  const code = await exitOf(child, 'nx');
  if (code === 0) return;
  console.error(output.join('\n'));
  throw new Obstacle('the build failed: see above');
};

/**
 * Builds the packages whose sources have changed since the last build; `only` limits it to some.
 */
export const ensureBuilt = async (only) => {
  const stamp = readStamp();
  const stale = workspaces()
    .filter(({ name }) => only === undefined || only.includes(name))
    .map((workspace) => ({ ...workspace, hash: hashOf(workspace) }))
    .filter(({ name, hash, folder }) => stamp[name] !== hash || !existsSync(join(root, folder, 'dist')));
  if (stale.length === 0) return;
  console.log(`building ${stale.length} ${stale.length === 1 ? 'package' : 'packages'}`);
  const names = stale.map(({ name }) => name).join(',');
  await runNx(['run-many', '-t', 'build', '-p', names, '--output-style=static']);
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(
    stampFile,
    JSON.stringify({ ...readStamp(), ...Object.fromEntries(stale.map(({ name, hash }) => [name, hash])) }),
  );
};
