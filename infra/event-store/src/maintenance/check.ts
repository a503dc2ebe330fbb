import { existsSync } from 'node:fs';
import { checkLog, type Findings } from '../log/check.js';
import { openDatabase } from '../log/database.js';
import { logFileIn } from '../log/folder.js';
import { FORMAT, formatOf } from '../log/schema.js';
import { messageOf, sqliteCode } from '../log/sqlite-errors.js';
import { UnusableData } from '../log/unusable-data.js';

/** The file of a folder's log; fails with `UnusableData` where there is none. */
export function existingLogIn(folder: string): string {
  const file = logFileIn(folder);
  if (!existsSync(file)) throw new UnusableData(`The folder ${folder} holds no log: there is no ${file}.`);
  return file;
}

/**
 * Checks the log of a folder (`checkLog`); a running server does not mind. Fails with `UnusableData` where the folder holds no
 * log of this format.
 */
export function checkFolder(folder: string): Findings {
  return checkFile(existingLogIn(folder));
}

/** The same for the file of a log, a backup for example. */
export function checkFile(file: string): Findings {
  const database = openDatabase(file, { readOnly: true });
  try {
    // One snapshot for all passes: a running server goes on writing meanwhile.
    database.exec('BEGIN');
    const format = formatOf(database);
    if (format === FORMAT) return checkLog(database);
    throw new UnusableData(`The log ${file} has format ${format}; this command reads format ${FORMAT}.`);
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return { kind: 'faulty', fault: `The log cannot be read: ${messageOf(error)}.` };
  } finally {
    database.close();
  }
}
