import { DatabaseSync } from 'node:sqlite';
import { DataFolder, logFileIn, type LastEnd } from './folder.js';
import { prepareTables } from './schema.js';
import { messageOf } from './sqlite-errors.js';
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
    const writer = openFile(file);
    opened.push(writer);
    prepareTables(writer);
    const reader = new DatabaseSync(file, { readOnly: true });
    opened.push(reader);
    reader.exec('PRAGMA cache_size = -16384');
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

function openFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw new UnusableData(`The log ${file} cannot be opened: ${messageOf(error)}.`);
  }
}
