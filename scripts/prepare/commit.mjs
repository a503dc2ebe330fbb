import { spawnSync } from 'node:child_process';
import { root } from '../paths.mjs';

/** The commit that runs, for `/info`; "unknown" outside a git work tree. */
export const currentCommit = () => {
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
};
