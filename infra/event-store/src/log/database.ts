import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import { DataFolder, logFileIn, type LastEnd } from './folder.js';
import { prepareTables } from './schema.js';
import { messageOf, sqliteCode } from './sqlite-errors.js';
import { UnusableData } from './unusable-data.js';

export type Databases = Readonly<{
  writer: DatabaseSync;
  reader: DatabaseSync;
  lastEnd: LastEnd;
  /** From now on an end without `close` is seen by the next start. */
  markRunning: () => void;
  markDiskFailure: () => void;
  /** Closes a log that is in order. */
  close: () => void;
  /** Closes what was opened and leaves the mark of the last end: the log could not be taken into service. */
  release: () => void;
}>;

/**
 * Opens one writing and one reading connection on the folder's file, created at need; `:memory:` has a single one.
 * Fails with `UnusableData` where the folder cannot serve as a log.
 */
export function openDatabases(data: string): Databases {
  return data === ':memory:' ? inMemory() : inFolder(data);
}

function inMemory(): Databases {
  const only = new DatabaseSync(':memory:');
  prepareTables(only);
  const close = (): void => only.close();
  const nothing = (): void => undefined;
  return { writer: only, reader: only, lastEnd: 'closed', markRunning: nothing, markDiskFailure: nothing, close, release: close };
}

function inFolder(path: string): Databases {
  const folder = DataFolder.take(path);
  const opened: DatabaseSync[] = [];
  // The writer closes last: the last connection brings the write-ahead log into the file.
  const closeConnections = (): void => opened.reverse().forEach((database) => database.close());
  const release = (): void => {
    closeConnections();
    folder.release();
  };
  try {
    const file = logFileIn(path);
    const writer = openDatabase(file);
    opened.push(writer);
    inWords(file, () => prepareTables(writer));
    const reader = openDatabase(file, { readOnly: true });
    opened.push(reader);
    inWords(file, () => reader.exec('PRAGMA cache_size = -16384'));
    return {
      writer,
      reader,
      lastEnd: folder.lastEnd,
      markRunning: () => folder.markRunning(),
      markDiskFailure: () => folder.markDiskFailure(),
      close: () => {
        closeConnections();
        folder.close();
      },
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Opens a file; fails with `UnusableData` where SQLite cannot. What it holds is not looked at before the first statement. */
export function openDatabase(file: string, options: DatabaseSyncOptions = {}): DatabaseSync {
  return inWords(file, () => new DatabaseSync(file, options));
}

/** What SQLite refuses here is a file that cannot serve, or a disk that cannot: the operator needs a sentence, not a stack. */
function inWords<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    throw new UnusableData(`The log ${file} cannot be opened: ${messageOf(error)}.`);
  }
}
