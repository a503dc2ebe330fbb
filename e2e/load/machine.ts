import { spawnSync } from 'node:child_process';
import { cpus, loadavg, platform, totalmem } from 'node:os';

/** What the figures were measured on. `loadBefore`: mean of runnable processes over the last minute, before the first bench. */
export type Machine = Readonly<{
  name: 'machine';
  cpu: string;
  cores: number;
  memoryGib: number;
  node: string;
  os: string;
  commit: string;
  loadBefore: number;
}>;

export const machine = (root: string): Machine => {
  const { stdout } = spawnSync('git', ['-C', root, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  return {
    name: 'machine',
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    os: platform(),
    commit: stdout === null || stdout === '' ? 'unknown' : stdout.trim(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
};
