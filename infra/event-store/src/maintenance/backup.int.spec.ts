import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allOf, append, openLog, setMetadata, tamper, temporaryFolder } from '../conformance/log-fixture.js';
import { logFileIn } from '../log/folder.js';
import { UnusableData } from '../log/unusable-data.js';
import { backUp, restore } from './backup.js';
import { checkFile } from './check.js';
import { runMaintenance } from './commands.js';

let place: string;
let remove: () => void;
let data: string;
let file: string;
let restored: string;
beforeEach(() => {
  ({ folder: place, remove } = temporaryFolder());
  [data, file, restored] = ['data', 'backup.db', 'restored'].map((name) => join(place, name)) as [string, string, string];
});
afterEach(() => remove());

describe('A backup', () => {
  it('of a running server is the log at one moment, while appends go on', async () => {
    const log = openLog(data);
    for (let n = 0; n < 40; n += 1) await append(log, `before-${n % 7}`, 50);
    let written = 0;
    let backingUp = true;
    const writer = async (): Promise<void> => {
      while (backingUp) {
        await append(log, 'meanwhile', 3);
        written += 1;
      }
    };
    const [sound] = await Promise.all([
      backUp(data, file).finally(() => {
        backingUp = false;
      }),
      writer(),
    ]);
    const events = allOf(log);
    log.close();
    expect(written).toBeGreaterThan(0);
    restore(file, restored);
    const copy = openLog(restored);
    expect(allOf(copy)).toEqual(events.slice(0, sound.events));
    expect(sound.events).toBeGreaterThanOrEqual(2_000);
    await append(copy, 'before-1', 1);
    copy.close();
  });
  it('of a stopped server holds everything, metadata and deletions included', async () => {
    const log = openLog(data);
    await append(log, 'a', 3);
    await setMetadata(log, 'a', '{"$maxCount":1}');
    await append(log, 'b', 1);
    await log.execute({ kind: 'tombstone', stream: 'b', expected: 'any' });
    const events = allOf(log);
    log.close();
    await backUp(data, file);
    expect(checkFile(file)).toMatchObject({ kind: 'sound', events: 6 });
    restore(file, restored);
    const copy = openLog(restored);
    expect(allOf(copy)).toEqual(events);
    expect(() => copy.visible('b')).toThrow('is deleted');
    copy.close();
  });
  it('is refused where the file exists, where there is no log, and where the log is damaged', async () => {
    await expect(backUp(data, file)).rejects.toThrow(UnusableData);
    const log = openLog(data);
    await append(log, 'a', 3);
    log.close();
    writeFileSync(file, 'mine');
    await expect(backUp(data, file)).rejects.toThrow(/exists already/);
    tamper(data, "UPDATE streams SET first_rev = 7 WHERE name = 'a'");
    const other = join(place, 'other.db');
    await expect(backUp(data, other)).rejects.toThrow(/not sound: Stream 'a' should begin with revision 7/);
    expect([existsSync(other), existsSync(`${other}.partial`)]).toEqual([false, false]);
  });
  it('leaves nothing behind where the log is no database', async () => {
    mkdirSync(data);
    writeFileSync(logFileIn(data), RUBBISH);
    await expect(backUp(data, file)).rejects.toThrow(/cannot be made: file is not a database\.$/);
    expect(readdirSync(place)).toEqual(['data']);
  });
});

const RUBBISH = 'no database at all, only words, and a few more of them';
/** What the formats before the fourth kept beside the events. */
const AS_FORMAT_3 = `ALTER TABLE streams ADD COLUMN last_rev INTEGER NOT NULL DEFAULT -1;
  UPDATE streams SET last_rev = ifnull((SELECT max(rev) FROM events WHERE stream_id = id AND rev < 1000), first_rev - 1);
  PRAGMA user_version = 3`;

describe('Restoring', () => {
  it('refuses a folder with anything in it, and a file that is no backup', () => {
    writeFileSync(file, RUBBISH);
    expect(() => restore(join(place, 'nothing'), restored)).toThrow(/There is no backup/);
    expect(() => restore(file, restored)).toThrow(UnusableData);
    expect(existsSync(logFileIn(restored))).toBe(false);
    mkdirSync(data);
    writeFileSync(join(data, 'something'), '');
    expect(() => restore(file, data)).toThrow(/is not empty/);
  });
  it('brings a backup by an earlier version up to this format', async () => {
    const log = openLog(data);
    await append(log, 'a', 3);
    await setMetadata(log, 'a', '{"$maxCount":1}');
    await append(log, 'b', 1);
    const events = allOf(log);
    log.close();
    tamper(data, AS_FORMAT_3);
    expect(restore(logFileIn(data), restored)).toMatchObject({ kind: 'sound', events: 5 });
    expect(readdirSync(restored)).toEqual(['event-store.db']);
    const copy = openLog(restored);
    expect(allOf(copy)).toEqual(events);
    await append(copy, 'a', 1, 2);
    copy.close();
  });
  it.each([
    ['words', () => writeFileSync(file, RUBBISH), /cannot be restored: file is not a database\.$/],
    ['an empty file', () => writeFileSync(file, ''), /no backup that this command reads: it has format 0, not one of 1 to 4\.$/],
    ['a later format', () => planted('PRAGMA user_version = 5'), /it has format 5, not one of 1 to 4\.$/],
    ['a log with a fault', () => planted("UPDATE streams SET first_rev = 7 WHERE name = 'a'"), /The copy is not sound/],
    ['an old log with a fault', () => planted('DROP TABLE ids_end; PRAGMA user_version = 3'), /cannot be restored: /],
  ])('that fails on %s leaves the folder as it was, and the next one succeeds', async (_what, plant, sentence) => {
    const log = openLog(data);
    await append(log, 'a', 3);
    log.close();
    await backUp(data, join(place, 'good.db'));
    plant();
    mkdirSync(restored);
    expect(() => restore(file, restored)).toThrow(UnusableData);
    expect(() => restore(file, restored)).toThrow(sentence);
    expect(readdirSync(restored)).toEqual([]);
    expect(restore(join(place, 'good.db'), restored)).toMatchObject({ events: 3 });
  });
});

/** Makes the log of `data` a backup with a fault. */
function planted(sql: string): void {
  tamper(data, sql);
  renameSync(logFileIn(data), file);
}

describe('A maintenance command', () => {
  it('backs up, restores, checks and scavenges, and says so', async () => {
    const log = openLog(data);
    await append(log, 'a', 3);
    await setMetadata(log, 'a', '{"$maxCount":1}');
    log.close();
    const size = /: 4 events in 2 streams, the last at position \d+\.$/;
    expect(await runMaintenance(['backup', '--data', data, '--to', file])).toEqual({ code: 0, out: expect.stringMatching(size) });
    expect(await runMaintenance(['restore', '--from', file, '--data', restored])).toEqual({
      code: 0,
      out: expect.stringMatching(size),
    });
    expect(await runMaintenance(['check', '--data', restored])).toEqual({ code: 0, out: expect.stringMatching(size) });
    expect(await runMaintenance(['scavenge', '--data', restored])).toEqual({
      code: 0,
      out: 'Scavenged: events of 20 bytes were removed.',
    });
    tamper(restored, "UPDATE streams SET first_rev = 7 WHERE name = 'a'");
    expect(await runMaintenance(['check', '--data', restored])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Stream 'a'/),
    });
  });
  it('is refused with a sentence where it lacks a flag or has one too many, and left to others where it is none', async () => {
    expect(await runMaintenance(['backup', '--data', data])).toEqual({
      code: 1,
      err: 'backup needs --to (usage: event-store backup --data DIR --to FILE).',
    });
    expect(await runMaintenance(['check', '--data', data, '--wrong'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Unknown option '--wrong' \(usage: event-store check --data DIR\)\.$/),
    });
    expect(await runMaintenance(['check', '--data', data])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/holds no log/),
    });
    expect(await runMaintenance(['--data', data])).toBeUndefined();
    expect(await runMaintenance([])).toBeUndefined();
  });
  it('makes no log where it should find one', async () => {
    expect(await runMaintenance(['scavenge', '--data', data])).toEqual({ code: 1, err: expect.stringMatching(/holds no log/) });
    expect(existsSync(data)).toBe(false);
  });
  it('is refused with a sentence where a path leads to the wrong thing', async () => {
    const log = openLog(data);
    await append(log, 'a', 3);
    log.close();
    mkdirSync(join(place, 'odd', 'event-store.db'), { recursive: true });
    const [odd, none] = [join(place, 'odd'), join(place, 'none')];
    const refusals: readonly (readonly [argv: readonly string[], sentence: RegExp])[] = [
      [['backup', '--data', data, '--to', join(none, 'x.db')], /^There is no folder .*none for the backup\.$/],
      [
        ['backup', '--data', data, '--to', join(logFileIn(data), 'x.db')],
        /^There is no folder .*event-store\.db for the backup\.$/,
      ],
      [['backup', '--data', odd, '--to', file], /cannot be made: .+\.$/],
      [['restore', '--from', data, '--data', restored], /data is no file: name the one that a backup made\.$/],
      [
        ['restore', '--from', logFileIn(data), '--data', logFileIn(data)],
        /event-store\.db cannot be made: EEXIST: file already exists/,
      ],
      [['check', '--data', odd], /cannot be (read|opened): .+\.$/],
      [['scavenge', '--data', odd], /event-store\.db cannot be opened: unable to open database file\.$/],
    ];
    for (const [argv, sentence] of refusals)
      expect(await runMaintenance(argv)).toEqual({ code: 1, err: expect.stringMatching(sentence) });
    expect(readdirSync(place).sort()).toEqual(['data', 'odd']);
  });
});
