import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Command, Outcome } from './commands.js';
import { openDatabases, type Databases } from './database.js';
import { Heads } from './heads.js';
import type { StoredEvent } from './record.js';
import { FORMAT } from './schema.js';
import { SQLITE_IOERR } from './sqlite-errors.js';
import { Tables } from './tables.js';
import { UnusableData } from './unusable-data.js';
import { DEFAULT_TIMEOUTS, Writer, type WriteTimeouts } from './writer.js';

let folder: string;
let databases: Databases;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guildhall-event-store-'));
  databases = openDatabases(folder);
});
afterEach(() => {
  databases.close();
  rmSync(folder, { recursive: true });
});

function writerOn(tables: Tables, now: () => number = Date.now, timeouts: WriteTimeouts = DEFAULT_TIMEOUTS) {
  const published: StoredEvent[] = [];
  const fatal: Error[] = [];
  const writer = new Writer({
    tables,
    heads: new Heads((name) => tables.loadHead(name)),
    now,
    timeouts,
    published: (events) => void published.push(...events),
    fatal: (error) => void fatal.push(error),
  });
  return { writer, published, fatal };
}
const append = (stream: string, bytes = 10, deadline?: number): Command => ({
  kind: 'append',
  stream,
  expected: 'any',
  ...(deadline !== undefined && { deadline }),
  events: [{ id: randomUUID(), type: 'T', isJson: false, data: new Uint8Array(bytes), metadata: new Uint8Array(0) }],
});
const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind);

describe('The log on disk', () => {
  it('is synchronous to the last commit, write-ahead, and able to give space back', () => {
    const pragma = (name: string): unknown => databases.writer.prepare(`PRAGMA ${name}`).get()?.[name];
    expect([pragma('synchronous'), pragma('journal_mode'), pragma('auto_vacuum')]).toEqual([2, 'wal', 2]);
  });
  it('serves one server at a time, and none that cannot read its format', () => {
    expect(() => openDatabases(folder)).toThrow(UnusableData);
    databases.writer.exec('PRAGMA user_version = 99');
    databases.close();
    expect(() => openDatabases(folder)).toThrow(/has format 99/);
    const repaired = new DatabaseSync(join(folder, 'event-store.db'));
    repaired.exec(`PRAGMA user_version = ${FORMAT}`);
    repaired.close();
    databases = openDatabases(folder);
  });
});

describe('A group of appends', () => {
  it('is published once, in order, after its commit', async () => {
    const { writer, published } = writerOn(new Tables(databases.writer));
    const outcomes = await Promise.all(['a', 'b', 'a'].map((stream) => writer.execute(append(stream))));
    expect(outcomes.map((outcome) => outcome.kind === 'written' && outcome.revision)).toEqual([0, 0, 1]);
    expect(published.map(({ stream, revision }) => `${stream}${revision}`)).toEqual(['a0', 'b0', 'a1']);
    expect(writer.lastPosition).toBe(published.at(-1)?.position);
  });
  it('leaves out what is past its deadline', async () => {
    const { writer, published } = writerOn(new Tables(databases.writer), () => 1_000);
    expect(kinds(await Promise.all([writer.execute(append('a', 1, 1_000)), writer.execute(append('b', 1, 1_001))]))).toEqual([
      'timed-out',
      'written',
    ]);
    expect(published.map(({ stream }) => stream)).toEqual(['b']);
  });
  it('is overdue where it waited too long to begin, and nothing of it is written', async () => {
    let time = 1_000;
    const { writer, published } = writerOn(new Tables(databases.writer), () => time);
    const waited = writer.execute(append('a'));
    time += DEFAULT_TIMEOUTS.prepareMs + 1;
    expect(kinds(await Promise.all([waited, writer.execute(append('b'))]))).toEqual(['overdue', 'written']);
    expect(published.map(({ stream }) => stream)).toEqual(['b']);
  });
  it('leaves its outcome open where its commit took too long, and is there all the same', async () => {
    let time = 1_000;
    class SlowTables extends Tables {
      override commit(): void {
        super.commit();
        time += 6;
      }
    }
    const { writer, published } = writerOn(new SlowTables(databases.writer), () => time, { prepareMs: 5, commitMs: 5 });
    const outcomes = await Promise.all([
      writer.execute(append('a')),
      writer.execute({ kind: 'append', stream: 'a', expected: 7, events: [] }),
    ]);
    expect(outcomes).toEqual([
      { kind: 'overdue', timeout: 'commit' },
      { kind: 'wrong-version', actual: 0 },
    ]);
    expect(published).toHaveLength(1);
  });
  it('never goes back in time', async () => {
    let time = 0;
    const { writer, published } = writerOn(new Tables(databases.writer), () => time);
    for (time of [5_000, 3_000, 6_000]) await writer.execute(append('a'));
    expect(published.map(({ created }) => created)).toEqual([5_000, 5_000, 6_000]);
  });
  it('is refused whole by a full disk, and what comes after finds the log as it was', async () => {
    const { writer, published, fatal } = writerOn(new Tables(databases.writer));
    await writer.execute(append('a'));
    const before = writer.lastPosition;
    databases.writer.exec('PRAGMA max_page_count = 30');
    const outcomes = await Promise.all([writer.execute(append('a')), writer.execute(append('new', 500_000))]);
    expect(kinds(outcomes)).toEqual(['refused', 'refused']);
    expect(outcomes[0]).toMatchObject({ reason: 'The disk is full: nothing was written.' });
    expect([writer.lastPosition, published.length, fatal.length]).toEqual([before, 1, 0]);
    databases.writer.exec('PRAGMA max_page_count = 1073741823');
    expect(await writer.execute(append('a'))).toMatchObject({ kind: 'written', revision: 1 });
    expect(await writer.execute(append('new', 500_000))).toMatchObject({ kind: 'written', revision: 0 });
  });
  it('ends the process when the disk fails under its commit', async () => {
    class FailingTables extends Tables {
      override commit(): void {
        throw Object.assign(new Error('disk I/O error'), { errcode: SQLITE_IOERR | (4 << 8) });
      }
    }
    const { writer, fatal, published } = writerOn(new FailingTables(databases.writer));
    expect(await writer.execute(append('a'))).toMatchObject({ kind: 'refused' });
    expect([fatal.length, published.length]).toEqual([1, 0]);
  });
  it('goes on after a restart where it stopped', async () => {
    const first = writerOn(new Tables(databases.writer));
    await first.writer.execute(append('a'));
    databases.close();
    databases = openDatabases(folder);
    const second = writerOn(new Tables(databases.writer));
    expect(second.writer.lastPosition).toBe(first.writer.lastPosition);
    expect(await second.writer.execute(append('a'))).toMatchObject({ kind: 'written', revision: 1 });
  });
});
