import { readFileSync, statfsSync } from 'node:fs';
import { freemem, loadavg, totalmem } from 'node:os';

/** Bytes read from and written to the disk; undefined where the system does not say (Linux does). */
export type DiskBytes = Readonly<{ read: number; written: number }>;

export type ProcessSnapshot = Readonly<{
  pid: number;
  startedAt: Date;
  upSeconds: number;
  memoryBytes: number;
  heapBytes: number;
  cpuPercent: number;
  diskOperations: Readonly<{ read: number; written: number }>;
  diskBytes: DiskBytes | undefined;
}>;

export type SystemSnapshot = Readonly<{
  load: Readonly<{ '1m': number; '5m': number; '15m': number }>;
  freeMemory: number;
  totalMemory: number;
  /** Of the file system with the log; undefined for a log in memory. */
  disk: Readonly<{ path: string; totalBytes: number; availableBytes: number }> | undefined;
}>;

export function processSnapshot(cpuPercent: number): ProcessSnapshot {
  const { rss, heapUsed } = process.memoryUsage();
  const { fsRead, fsWrite } = process.resourceUsage();
  const upSeconds = process.uptime();
  return {
    pid: process.pid,
    startedAt: new Date(Date.now() - upSeconds * 1_000),
    upSeconds,
    memoryBytes: rss,
    heapBytes: heapUsed,
    cpuPercent,
    diskOperations: { read: fsRead, written: fsWrite },
    diskBytes: diskBytes(),
  };
}

export function systemSnapshot(data: string): SystemSnapshot {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return {
    load: { '1m': one, '5m': five, '15m': fifteen },
    freeMemory: freemem(),
    totalMemory: totalmem(),
    disk: data === ':memory:' ? undefined : diskOf(data),
  };
}

function diskOf(path: string): SystemSnapshot['disk'] {
  const { blocks, bavail, bsize } = statfsSync(path);
  return { path, totalBytes: blocks * bsize, availableBytes: bavail * bsize };
}

function diskBytes(): DiskBytes | undefined {
  if (process.platform !== 'linux') return undefined;
  const text = readProcIo();
  const field = (name: string): number | undefined => {
    const found = new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const [read, written] = [field('read_bytes'), field('write_bytes')];
  return read === undefined || written === undefined ? undefined : { read, written };
}

// Containers may forbid it: then these two figures are left out.
function readProcIo(): string {
  try {
    return readFileSync('/proc/self/io', 'utf8');
  } catch {
    return '';
  }
}
