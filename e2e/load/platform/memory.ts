import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const KIB = 1024;

/** Memory of a running process in bytes: its proportional share (PSS) on Linux, its resident set elsewhere. */
const memoryOf = async (pid: number): Promise<number> => {
  if (existsSync('/proc/self/smaps_rollup')) {
    const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * KIB;
  }
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout.trim()) * KIB;
};

/** Memory of all these processes together, in GiB. */
export const memoryOfAll = async (pids: readonly number[]): Promise<number> => {
  const each = await Promise.all(pids.map(memoryOf));
  return each.reduce((sum, bytes) => sum + bytes, 0) / 2 ** 30;
};
