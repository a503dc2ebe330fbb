import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../children.mjs';
import { Obstacle } from '../obstacle.mjs';
import { root } from '../paths.mjs';

const lockfile = join(root, 'package-lock.json');
const marker = join(root, 'node_modules', '.guildhall-installed');
/** What npm itself noted about the last install. */
const hiddenLockfile = join(root, 'node_modules', '.package-lock.json');

const hashOfLockfile = () => createHash('sha256').update(readFileSync(lockfile)).digest('hex');

/** Whether everything that is not optional stands installed in the locked version, as after an `npm install` by hand. */
const standsInstalled = () => {
  if (!existsSync(hiddenLockfile)) return false;
  const wanted = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(hiddenLockfile, 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.optional && !entry.devOptional && !entry.peer)
    .every(([path, entry]) => installed[path]?.version === entry.version);
};

/** Installs exactly what the lockfile says, once for each lockfile. */
export const ensureInstalled = async () => {
  const hash = hashOfLockfile();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return;
  if (!standsInstalled()) {
    console.log('installing the packages of the lockfile (the first time only)');
    const code = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    if (code !== 0) throw new Obstacle('npm could not install the packages: see above, then try again');
  }
  writeFileSync(marker, hash);
};
