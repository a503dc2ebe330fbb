import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppendToStreamOptions } from '@eventstore/db-client';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkFolder } from '../maintenance/check.js';
import { ensureBuilt, runServer } from './child-process.js';
import { collect, connect, failure, notes } from './fixture.js';
import { openLog, temporaryFolder } from './log-fixture.js';
import { untraceable } from './syscalls.js';

let place: string;
let folder: string;
let remove: () => void;
beforeAll(ensureBuilt, 60_000);
beforeEach(() => {
  ({ folder: place, remove } = temporaryFolder());
  folder = join(place, 'data');
  mkdirSync(folder);
});
const obstacle = untraceable();
const traced = obstacle === undefined ? it : it.skip;
/** Lets the n-th sync of one file fail, as a broken disk would. */
const failing = (file: string, nth: number): readonly string[] => [
  ...['strace', '-D', '-f', '-o', '/dev/null', '-P', join(folder, file)],
  ...['-e', 'trace=fdatasync,fsync', '-e', `inject=fdatasync,fsync:error=EIO:when=${nth}`],
];

describe(`A disk that fails to sync${obstacle === undefined ? '' : ` (not looked at: ${obstacle})`}`, () => {
  traced.each([
    ['the write-ahead log', 'event-store.db-wal', 25, 1],
    ['the log itself', 'event-store.db', 1, 400],
  ])(
    'ends the process: %s; the next start looks at everything, and all that was acknowledged is there',
    async (_what, file, nth, size) => {
      // A new log syncs its file while it is made: only what comes later is to fail.
      openLog(folder).close();
      const server = await runServer(folder, { under: failing(file, nth) });
      const client = connect(server.port);
      let acknowledged = 0;
      const failed = await failure(
        (async () => {
          for (;;) {
            await client.appendToStream('s', notes(size, acknowledged));
            acknowledged += size;
          }
        })(),
      );
      expect(['unavailable', 'cancelled']).toContain(failed['type']);
      expect(await server.exited).toBe(1);
      expect(server.errors()).toMatch(/^The disk failed under a (commit|write) \([^\n]+\): the event store ends\.\n$/);
      expect(readFileSync(join(folder, 'event-store.running'), 'utf8')).toBe('disk failed');
      await client.dispose();
      const next = await runServer(folder);
      const reader = connect(next.port);
      const found = (await collect(reader.readStream('s'))).length;
      expect(acknowledged).toBeGreaterThan(0);
      // The append that failed may be there: its outcome is open.
      expect([acknowledged, acknowledged + size]).toContain(found);
      await reader.dispose();
      expect(await next.kill('SIGTERM')).toBe(0);
    },
    60_000,
  );
});

const MIB = 1024 * 1024;
const mountedOn = (path: string, mebibytes: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', path]).status === 0;
const unmount = (path: string): void => void spawnSync('umount', [path]);
afterEach(() => {
  unmount(folder);
  remove();
});

/** Not every machine lets us mount a small file system; writer.int.spec.ts limits the file instead, everywhere. */
function mountRefusal(): string | undefined {
  const probe = temporaryFolder();
  const mounts = mountedOn(probe.folder, 1);
  if (mounts) unmount(probe.folder);
  probe.remove();
  return mounts ? undefined : 'this machine lets nobody mount a small file system';
}
const hindrance = mountRefusal();
const small = hindrance === undefined ? it : it.skip;

describe(`A full disk${hindrance === undefined ? '' : ` (not looked at: ${hindrance})`}`, () => {
  small(
    'refuses appends with a sentence, goes on reading, and takes appends again when there is room',
    async () => {
      expect(mountedOn(folder, 8)).toBe(true);
      const server = await runServer(folder);
      const client = connect(server.port);
      try {
        const filler = join(folder, 'filler');
        writeFileSync(filler, Buffer.alloc(5 * MIB));
        let acknowledged = 0;
        const untilRefused = (options: AppendToStreamOptions): Promise<Record<string, unknown>> =>
          failure(
            (async () => {
              for (;;) {
                await client.appendToStream('s', notes(100, acknowledged), options);
                acknowledged += 100;
              }
            })(),
          );
        const refused = await untilRefused({ credentials: { username: 'a', password: 'b' } });
        expect(refused['message']).toMatch(/The disk is full: nothing was written\./);
        expect(await untilRefused({})).toMatchObject({ type: 'unknown' });
        expect(acknowledged).toBeGreaterThan(0);
        expect(await collect(client.readStream('s'))).toHaveLength(acknowledged);
        rmSync(filler);
        await client.appendToStream('s', notes(100), { expectedRevision: BigInt(acknowledged - 1) });
        expect(await collect(client.readStream('s'))).toHaveLength(acknowledged + 100);
        expect(await server.kill('SIGTERM')).toBe(0);
        expect(checkFolder(folder)).toMatchObject({ kind: 'sound' });
      } finally {
        await client.dispose();
        await server.kill('SIGKILL');
      }
    },
    60_000,
  );
});
