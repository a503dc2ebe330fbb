import { spawnSync } from 'node:child_process';

/** Why there can be no trace on this machine, undefined where there can. */
export function untraceable(): string | undefined {
  const { status, error } = spawnSync('strace', ['-D', '-o', '/dev/null', 'true']);
  if (error) return 'there is no strace on this machine';
  return status === 0 ? undefined : 'strace may not trace on this machine';
}

/** The tracer's command line. `-D`: the server stays our child. `-y`: every descriptor with its path. */
export const tracing = (output: string): readonly string[] => [
  ...['strace', '-D', '-f', '-y', '-s', '0', '-o', output],
  ...['-e', 'trace=pwrite64,fdatasync,fsync,write,writev,sendto,sendmsg'],
];

export type Order = Readonly<{
  /** Syncs of the write-ahead log that ended well. */
  syncs: number;
  /** Answers on sockets. */
  answers: number;
  /** Answers that left while the write-ahead log held something that was not synced. */
  early: number;
}>;

const CALL = /^(\d+) +(?:(\w+)\(\d+<([^>]*)>|<\.\.\. (\w+) resumed>)(.*)$/;

/** Reads a trace: whether what was written to the write-ahead log was synced before the next answer left. */
export function orderOf(trace: string): Order {
  let [syncs, answers, early] = [0, 0, 0];
  let unsynced = false;
  for (const line of trace.split('\n')) {
    const [, , begun, target = '', resumed, rest = ''] = CALL.exec(line) ?? [];
    const isWal = target.endsWith('-wal');
    if (begun === 'pwrite64' && isWal) unsynced = true;
    // Its end counts: the line of a call that another thread's came into between says so later.
    const ended = / = 0$/.test(rest);
    if (ended && ((isSync(begun) && isWal) || (isSync(resumed) && unsynced))) {
      syncs += 1;
      unsynced = false;
    }
    if (begun !== undefined && /^(write|writev|sendto|sendmsg)$/.test(begun) && /^(socket|TCP)/.test(target)) {
      answers += 1;
      if (unsynced) early += 1;
    }
  }
  return { syncs, answers, early };
}

const isSync = (call: string | undefined): boolean => call === 'fdatasync' || call === 'fsync';
