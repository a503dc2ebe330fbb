import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Obstacle } from '../obstacle.mjs';
import { bin } from '../paths.mjs';

/** Jest's ESM mode needs no less. */
const OLDEST = [24, 9];

const isNewEnough = (version) => {
  const [major, minor] = version.replace('v', '').split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

const versionOf = (node) => {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/** The Node that runs the platform: the workspace's own, else the one this script runs on. */
export const findNode24 = () => {
  const own = join(bin, 'node');
  const candidates = [...(existsSync(own) ? [own] : []), process.execPath];
  const found = candidates.find((node) => isNewEnough(versionOf(node) ?? 'v0.0'));
  if (found !== undefined) return found;
  throw new Obstacle(
    `Node 24.9 or newer is needed and no package of this workspace brings one for ${process.platform}-${process.arch}: ` +
      'install Node 24, put it first on PATH and try again',
  );
};
