import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const KIB = 1024;

/**
 * Memory of a process in bytes: its proportional share (PSS) on Linux, its resident set elsewhere; undefined when it has ended.
 */
export const memoryOf = async (pid: number): Promise<number | undefined> => {
  if (existsSync('/proc/self/smaps_rollup')) {
    const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
      throw error;
    });
    const pss = /^Pss:\s+(\d+) kB$/m.exec(text)?.[1];
    return pss === undefined ? undefined : Number(pss) * KIB;
  }
  const { stdout, status } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) * KIB : undefined;
};
