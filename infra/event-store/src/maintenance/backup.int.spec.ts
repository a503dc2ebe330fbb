import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
});

describe('Restoring', () => {
  it('refuses a folder with anything in it, and a file that is no backup', () => {
    writeFileSync(file, 'no database at all, only words, and a few more of them');
    expect(() => restore(join(place, 'nothing'), restored)).toThrow(/There is no backup/);
    expect(() => restore(file, restored)).toThrow(UnusableData);
    expect(existsSync(logFileIn(restored))).toBe(false);
    mkdirSync(data);
    writeFileSync(join(data, 'something'), '');
    expect(() => restore(file, data)).toThrow(/is not empty/);
  });
});

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
});
