import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { append, openLog, setMetadata, tamper, temporaryFolder } from '../conformance/log-fixture.js';
import type { Sound } from '../log/check.js';
import { logFileIn } from '../log/folder.js';
import { UnusableData } from '../log/unusable-data.js';
import { checkFolder } from './check.js';
import { Scavenger } from './scavenger.js';

let folder: string;
let remove: () => void;
beforeEach(async () => {
  ({ folder, remove } = temporaryFolder());
  const log = openLog(folder);
  await append(log, 'plain', 5);
  await append(log, 'described', 3);
  await setMetadata(log, 'described', '{"$maxCount":2}');
  await append(log, 'deleted', 2);
  await log.execute({ kind: 'delete', stream: 'deleted', expected: 'any' });
  await append(log, 'dead', 2);
  await log.execute({ kind: 'tombstone', stream: 'dead', expected: 'any' });
  await append(log, 'plain', 1);
  log.close();
});
afterEach(() => remove());

const ofPlain = "stream_id = (SELECT id FROM streams WHERE name = 'plain')";
const last = '(SELECT max(pos) FROM events)';
/** What is planted, and how it is named. All of it is seen by the whole check, what is at the end of the log by the quick one, too. */
const faults: readonly (readonly [seenBy: 'both' | 'whole check', what: string, sql: string, fault: RegExp])[] = [
  [
    'whole check',
    'an overlap',
    `UPDATE events SET pos = pos - 1 WHERE pos = ${last}`,
    /overlaps the one before it, at position \d+\.$/,
  ],
  ['both', 'a time that goes back', `UPDATE events SET created = 1 WHERE pos = ${last}`, /is (older|younger) than the one/],
  ['both', 'a short id', `UPDATE events SET event_id = x'0102' WHERE pos = ${last}`, /has an id of 2 bytes\.$/],
  ['both', 'a type unheard of', `UPDATE events SET type_id = 99 WHERE pos = ${last}`, /has a type that is not known\.$/],
  ['both', 'a stream unheard of', "DELETE FROM streams WHERE name = 'plain'", /stream (number \d+, which|that) is not known\.$/],
  [
    'both',
    'a hole',
    `DELETE FROM events WHERE ${ofPlain} AND rev = 2`,
    /(lacks revision 2: 3 follows 1|next one of its stream has 3)\.$/,
  ],
  [
    'both',
    'a missing beginning',
    `DELETE FROM events WHERE ${ofPlain} AND rev = 0`,
    /'plain' should begin with revision 0, not 1\.$/,
  ],
  [
    'whole check',
    'a missing end of a stream',
    "DELETE FROM events WHERE rev = 2 AND stream_id = (SELECT id FROM streams WHERE name = 'described')",
    /^The event at position \d+ does not follow the one before it, at position \d+\.$/,
  ],
  [
    'whole check',
    'a missing end of the log, once its id has sunk',
    `INSERT INTO ids SELECT event_id, pos FROM events; UPDATE ids_end SET pos = ${last}; DELETE FROM events WHERE pos = ${last}`,
    /The table of ids holds one for position \d+ that no event there has\.$/,
  ],
  [
    'both',
    'an order turned round',
    `UPDATE events SET rev = 99 WHERE ${ofPlain} AND rev = 1; UPDATE events SET rev = 1 WHERE ${ofPlain} AND rev = 2;
     UPDATE events SET rev = 2 WHERE ${ofPlain} AND rev = 99`,
    /('plain' goes back in the log at revision 2|has revision \d, but the next one of its stream has \d)\.$/,
  ],
  [
    'both',
    'a head ahead',
    "UPDATE streams SET first_rev = 6 WHERE name = 'plain'",
    /'plain' should begin with revision 6, not 0\.$/,
  ],
  ['both', 'a lost tombstone', 'DELETE FROM events WHERE rev > 1000', /'dead' lacks a tombstone/],
  ['both', 'a tombstone unknown', "UPDATE streams SET tombstoned = 0 WHERE name = 'dead'", /'dead' has a tombstone/],
  ['both', 'old metadata', "UPDATE streams SET meta_json = '{}' WHERE name = 'described'", /'described' holds other metadata/],
  [
    'both',
    'lost metadata',
    "UPDATE streams SET meta_rev = 4 WHERE name = 'deleted'",
    /'deleted' is at revision 0, its head says 4\.$/,
  ],
];
const tailFaults = faults.filter(([seenBy]) => seenBy === 'both').map(([, ...rest]) => rest);

describe('The check of a folder', () => {
  it('finds a log sound and says how large it is', () => {
    const findings = checkFolder(folder);
    expect(findings).toMatchObject({ kind: 'sound', events: 16, streams: 6 });
  });
  it.each(faults.map(([, ...rest]) => rest))('names %s', (_what, sql, fault) => {
    tamper(folder, sql);
    expect(checkFolder(folder)).toEqual({ kind: 'faulty', fault: expect.stringMatching(fault) });
  });
  it.each([0.3, 0.6, 0.9])('names a page of rubbish, at %d of the file', (place) => {
    const file = logFileIn(folder);
    const page = Math.floor((statSync(file).size / 4_096) * place);
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(4_096, 0xa5), 0, 4_096, page * 4_096);
    closeSync(descriptor);
    expect(checkFolder(folder)).toEqual({ kind: 'faulty', fault: expect.stringMatching(/SQLite|cannot be read/) });
  });
  it('names what is no database', () => {
    writeFileSync(logFileIn(folder), 'not a database, just some text of a few more bytes than a header needs'.repeat(100));
    expect(checkFolder(folder)).toMatchObject({ kind: 'faulty', fault: expect.stringMatching(/file is not a database/) });
  });
  it('finds a log sound whose metadata streams were tombstoned and scavenged, and takes it after a kill', async () => {
    const log = openLog(folder);
    await log.execute({ kind: 'tombstone', stream: '$$described', expected: 'any' });
    const scavenger = new Scavenger(log, () => 'a test');
    scavenger.start();
    await scavenger.ending;
    log.close();
    expect(checkFolder(folder)).toMatchObject({ kind: 'sound' });
    asKilled();
    openLog(folder).close();
  });
  it('works beside a running server', async () => {
    const log = openLog(folder);
    await append(log, 'plain', 3);
    expect(checkFolder(folder)).toMatchObject({ kind: 'sound', events: 19 });
    log.close();
  });
  it('refuses a folder without a log, and a log of another format', () => {
    expect(() => checkFolder(join(folder, 'nowhere'))).toThrow(UnusableData);
    tamper(folder, 'PRAGMA user_version = 7');
    expect(() => checkFolder(folder)).toThrow(/has format 7/);
  });
});

const mark = () => join(folder, 'event-store.running');
/** What a process that was killed leaves behind. */
const asKilled = () => writeFileSync(mark(), 'running');

/** What the formats before the fourth kept beside the events. */
const WITH_LAST_REVISION = `ALTER TABLE streams ADD COLUMN last_rev INTEGER NOT NULL DEFAULT -1;
  UPDATE streams SET last_rev = ifnull((SELECT max(rev) FROM events WHERE stream_id = id AND rev < 1000), first_rev - 1)`;

const WITHOUT_IDS = 'DROP TABLE ids; DROP TABLE ids_end; CREATE INDEX events_by_id ON events(event_id)';

describe('A start', () => {
  it('marks the folder while the server runs, and only then', () => {
    const log = openLog(folder);
    expect(readFileSync(mark(), 'utf8')).toBe('running');
    log.close();
    expect(() => readFileSync(mark())).toThrow();
  });
  it.each(tailFaults)('after a kill refuses a log with %s, every time', (_what, sql, fault) => {
    tamper(folder, sql);
    asKilled();
    for (let start = 0; start < 2; start += 1) {
      const attempt = () => openLog(folder);
      expect(attempt).toThrow(UnusableData);
      expect(attempt).toThrow(new RegExp(fault.source.replace(/\$$/, '')));
    }
  });
  it('after a kill takes a sound log, and after a clean end does not look', () => {
    asKilled();
    openLog(folder).close();
    tamper(folder, "UPDATE streams SET meta_rev = 4 WHERE name = 'deleted'");
    openLog(folder).close();
  });
  it('after a failed disk looks at the whole log', () => {
    tamper(folder, `UPDATE events SET pos = pos - 1 WHERE pos = ${last}`);
    asKilled();
    openLog(folder).close();
    writeFileSync(mark(), 'disk failed');
    expect(() => openLog(folder)).toThrow(/overlaps the one before it/);
  });
  it.each([
    [1, `${WITH_LAST_REVISION}; ${WITHOUT_IDS}; ALTER TABLE streams DROP COLUMN first_rev`],
    [2, `${WITH_LAST_REVISION}; ${WITHOUT_IDS}`],
    [3, WITH_LAST_REVISION],
  ])('brings a folder of format %d up to this one', async (format, asItWas) => {
    tamper(folder, `${asItWas}; PRAGMA user_version = ${format}`);
    const log = openLog(folder);
    await append(log, 'plain', 1, 5);
    log.close();
    expect(checkFolder(folder)).toMatchObject({ kind: 'sound', events: 17 });
  });
  it('brings a folder up to this format that was scavenged before', async () => {
    const before = openLog(folder);
    const scavenger = new Scavenger(before, () => 'a test');
    scavenger.start();
    await scavenger.ending;
    before.close();
    const { events } = checkFolder(folder) as Sound;
    tamper(folder, `${WITH_LAST_REVISION}; PRAGMA user_version = 3`);
    const log = openLog(folder);
    await append(log, 'plain', 1, 5);
    await expect(append(log, 'dead', 1)).rejects.toThrow('stream-deleted');
    await append(log, 'deleted', 1, 1);
    log.close();
    expect(checkFolder(folder)).toMatchObject({ kind: 'sound', events: events + 3 });
  });
  it('refuses a format from the future', () => {
    tamper(folder, 'PRAGMA user_version = 5');
    expect(() => openLog(folder)).toThrow(/has format 5; this server reads format 4/);
    const database = new DatabaseSync(logFileIn(folder));
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 5 });
    database.close();
  });
});
