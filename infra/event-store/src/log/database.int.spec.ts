import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { append, openLog, temporaryFolder } from '../conformance/log-fixture.js';
import { EventStoreServer } from '../server.js';
import { logFileIn } from './folder.js';
import { UnusableData } from './unusable-data.js';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = temporaryFolder());
});
afterEach(() => remove());

const RUBBISH = 'not a database, just some text of a few more bytes than a header needs'.repeat(100);

describe('A log file that SQLite cannot read', () => {
  it('is refused with a sentence, left as it is, and the folder let go', async () => {
    const file = logFileIn(folder);
    writeFileSync(file, RUBBISH);
    for (let start = 0; start < 2; start += 1) {
      const attempt = EventStoreServer.start({ data: folder });
      await expect(attempt).rejects.toThrow(UnusableData);
      await expect(attempt).rejects.toThrow(`The log ${file} cannot be opened: file is not a database.`);
    }
    expect(readFileSync(file, 'utf8')).toBe(RUBBISH);
    expect(existsSync(join(folder, 'event-store.running'))).toBe(false);
  });
  it('is refused where only its tables are damaged', async () => {
    const log = openLog(folder);
    await append(log, 'a', 3);
    log.close();
    const damaging = new DatabaseSync(logFileIn(folder));
    damaging.enableDefensive(false);
    damaging.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE rubbish' WHERE name = 'events'`);
    damaging.close();
    expect(() => openLog(folder)).toThrow(UnusableData);
    expect(() => openLog(folder)).toThrow(/cannot be opened: malformed database schema/);
  });
});
