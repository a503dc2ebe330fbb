// In the image's build: `node deploy/docker/production-tree.mjs IMAGE FOLDER` copies what one image runs on into FOLDER, and nothing else.
// Needs an installed and built workspace. `app` in FOLDER leads to the image's own package.
import { cpSync, lutimesSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productionPackages } from './production-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

/** Types, source maps and manuals are for people and compilers; licences stay. */
const LEFT_OUT = /\.(d\.[cm]?ts|map|md|markdown|tsbuildinfo)$/i;
/** Of our own packages only what was built; their source maps name our files in stack traces. */
const OWN_PARTS = ['package.json', 'dist'];

const isForeign = (path) => path.includes('node_modules/');

const copyForeign = (path, to) =>
  cpSync(join(root, path), join(to, path), {
    recursive: true,
    filter: (source) => {
      const below = relative(join(root, path), source);
      return !below.split('/').includes('node_modules') && !(LEFT_OUT.test(source) && !/licen[cs]e|notice/i.test(source));
    },
  });

const copyOwn = (path, to) => {
  mkdirSync(join(to, path), { recursive: true });
  for (const part of OWN_PARTS) cpSync(join(root, path, part), join(to, path, part), { recursive: true });
  const link = join(to, 'node_modules', read(path, 'package.json').name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(to, path)), link);
};

/** Without it each build would carry its own hour. */
const settle = (folder, seconds) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) settle(path, seconds);
    else lutimesSync(path, seconds, seconds);
  }
  lutimesSync(folder, seconds, seconds);
};

const makeTree = (image, to) => {
  const { workspace } = read('deploy', 'docker', 'images.json')[image] ?? {};
  if (workspace === undefined) throw new Error(`images.json has no image "${image}"`);
  const host = { os: process.platform, cpu: process.arch, libc: 'glibc' };
  for (const path of productionPackages(read('package-lock.json'), workspace, host)) {
    if (isForeign(path)) copyForeign(path, to);
    else copyOwn(path, to);
  }
  writeFileSync(join(to, 'package.json'), `${JSON.stringify({ name: `guildhall-${image}`, private: true, type: 'module' })}\n`);
  symlinkSync(workspace, join(to, 'app'));
  settle(to, Number(process.env.SOURCE_DATE_EPOCH ?? 0));
};

const [image, folder] = process.argv.slice(2);
if (image === undefined || folder === undefined) throw new Error('usage: production-tree.mjs IMAGE FOLDER');
mkdirSync(folder, { recursive: true });
makeTree(image, realpathSync(folder));
