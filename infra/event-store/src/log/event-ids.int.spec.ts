import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLog, proposed, tamper, temporaryFolder } from '../conformance/log-fixture.js';
import { checkFolder } from '../maintenance/check.js';
import { logFileIn } from './folder.js';
import type { Log } from './log.js';
import { Tables } from './tables.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const write = async (log: Log, id: string, stream = 's'): Promise<number> => {
  const outcome = await log.execute({ kind: 'append', stream, expected: 'any', events: [{ ...proposed(), id }] });
  if (outcome.kind !== 'written') throw new Error(`The append was answered with ${outcome.kind}.`);
  return outcome.revision;
};
const writeAll = async (log: Log, ids: readonly string[]): Promise<number[]> => {
  const revisions = [];
  for (const id of ids) revisions.push(await write(log, id));
  return revisions;
};
const row = (sql: string): Record<string, unknown> | undefined => {
  const database = new DatabaseSync(logFileIn(folder), { readOnly: true });
  try {
    return database.prepare(sql).get();
  } finally {
    database.close();
  }
};
const randomIds = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

describe('The ids of events', () => {
  it('are found in memory, on their way and in their table, and after a start in each of these states', async () => {
    const ids = randomIds(700);
    for (const [from, to] of [
      [0, 90],
      [90, 110],
      [110, 250],
      [250, 700],
    ] as const) {
      const log = openLog(folder, { recentIds: 100 });
      expect(await writeAll(log, ids.slice(from, to))).toEqual(ids.slice(from, to).map((_, index) => from + index));
      expect(await writeAll(log, ids.slice(0, to))).toEqual(ids.slice(0, to).map((_, index) => index));
      log.close();
      expect(checkFolder(folder)).toMatchObject({ kind: 'sound', events: to });
    }
    const stored = Number(row('SELECT count(*) AS n FROM ids')?.['n']);
    expect(stored).toBeGreaterThanOrEqual(500);
    expect(row('SELECT pos FROM ids_end')).not.toEqual({ pos: 0 });
  });
  it('sink a few at a time, whatever their order and however alike they are', async () => {
    const log = openLog(folder, { recentIds: 200 });
    const alike = Array.from({ length: 1_000 }, (_, n) => `0192f000-0000-7000-8000-${String(n).padStart(12, '0')}`);
    await writeAll(log, alike);
    expect(Number(row('SELECT count(*) AS n FROM ids')?.['n'])).toBeGreaterThanOrEqual(600);
    expect(await write(log, alike[0] ?? '')).toBe(0);
    log.close();
    expect(checkFolder(folder)).toMatchObject({ kind: 'sound' });
  });
  it('are those of a stream: the same id elsewhere is another event', async () => {
    const log = openLog(folder, { recentIds: 1 });
    const [id = ''] = randomIds(1);
    for (const stream of ['a', 'b', 'a', 'b']) expect(await write(log, id, stream)).toBe(0);
    log.close();
  });
  it('are forgotten with a commit that failed', async () => {
    const log = openLog(folder);
    log.close();
    const database = new DatabaseSync(logFileIn(folder));
    const tables = new Tables(database, 1);
    const id = randomUUID();
    const event = { ...proposed(), id, stream: 's', revision: 0, position: 50, created: 1 };
    tables.begin();
    tables.insertEvent(1, event);
    expect(tables.findEvent(1, id)).toEqual({ revision: 0, position: 50 });
    tables.rollback();
    tables.begin();
    expect(tables.findEvent(1, id)).toBeUndefined();
    tables.insertEvent(1, { ...event, position: 70 });
    tables.commit();
    expect(tables.findEvent(1, id)).toEqual({ revision: 0, position: 70 });
    database.close();
  });
  it('lie in their table at once where the log comes from a format that had an index of them', async () => {
    const ids = randomIds(20);
    const before = openLog(folder);
    await writeAll(before, ids);
    before.close();
    tamper(
      folder,
      'ALTER TABLE streams ADD COLUMN last_rev INTEGER NOT NULL DEFAULT -1; DROP TABLE ids; DROP TABLE ids_end; CREATE INDEX events_by_id ON events(event_id); PRAGMA user_version = 2',
    );
    const log = openLog(folder);
    expect(row('SELECT count(*) AS n FROM ids')).toEqual({ n: 20 });
    expect(await writeAll(log, ids)).toEqual(ids.map((_, index) => index));
    log.close();
    expect(checkFolder(folder)).toMatchObject({ kind: 'sound' });
  });
});

describe('The check of a folder', () => {
  it.each([
    ['an id that is missing', 'DELETE FROM ids WHERE pos = (SELECT min(pos) FROM ids)', /lacks 1 of \d+ events\.$/],
    [
      'an id of no event',
      "INSERT INTO ids VALUES (x'00112233445566778899aabbccddeeff', 1)",
      /position 1 that no event there has\.$/,
    ],
    [
      "another event's id",
      "UPDATE ids SET event_id = x'00112233445566778899aabbccddeeff' WHERE pos = (SELECT min(pos) FROM ids)",
      /that no event there has\.$/,
    ],
  ])('names %s', async (_what, sql, fault) => {
    const log = openLog(folder, { recentIds: 10 });
    await writeAll(log, randomIds(200));
    log.close();
    tamper(folder, sql);
    expect(checkFolder(folder)).toEqual({ kind: 'faulty', fault: expect.stringMatching(fault) });
  });
});
