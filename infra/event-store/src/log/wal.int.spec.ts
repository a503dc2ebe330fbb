import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from '@jest/globals';
import { proposed } from '../conformance/log-fixture.js';
import { until } from '../conformance/fixture.js';
import type { StoredEvent } from './record.js';
import { WriteAheadLog } from './wal.js';

/** A database that notes its checkpoints, each of which may fail with a code of SQLite. */
class Noting extends DatabaseSync {
  checkpoints = 0;
  failing: number | undefined;

  constructor() {
    super(':memory:');
  }

  override exec(sql: string): void {
    if (!sql.includes('wal_checkpoint')) return super.exec(sql);
    this.checkpoints += 1;
    if (this.failing !== undefined) throw Object.assign(new Error('it failed'), { errcode: this.failing });
  }
}

const database = new Noting();
const fatal: Error[] = [];
const wal = new WriteAheadLog(database, (error) => void fatal.push(error));
afterEach(() => {
  database.checkpoints = 0;
  database.failing = undefined;
  fatal.length = 0;
});

const large = (mebibytes: number): StoredEvent[] => [
  { ...proposed(mebibytes * 1024 * 1024), position: 1, revision: 0, stream: 's', created: 0 },
];

describe('The write-ahead log', () => {
  it('is brought into the file once enough was written, in a later turn and once', async () => {
    for (let n = 0; n < 3; n += 1) wal.committed(large(3));
    expect(database.checkpoints).toBe(0);
    await until('it was brought in', () => database.checkpoints > 0);
    wal.committed(large(3));
    await new Promise((resolve) => setImmediate(resolve));
    expect(database.checkpoints).toBe(1);
    wal.checkpoint();
  });
  it('stays as it is where the server closes before', async () => {
    wal.committed(large(7));
    wal.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(database.checkpoints).toBe(0);
  });
  it.each([
    ['waits for room on a full disk', 13, 0],
    ['waits for room where its index cannot grow', 10 | (19 << 8), 0],
    ['ends the process where its sync fails', 10 | (4 << 8), 1],
    ['ends the process where the file is found damaged', 11, 1],
  ])('%s', (_what, code, ends) => {
    database.failing = code;
    wal.checkpoint();
    expect(fatal).toHaveLength(ends);
  });
});
