import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The folder cannot serve as a log; the message is one sentence with the remedy. */
export class UnusableData extends Error {}

const SCHEMA_VERSION = 1;
// Positions grow by the encoded length of each event, so the primary key is also the order of `$all`.
const SCHEMA = `
  CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last_rev INTEGER NOT NULL,
    tombstoned INTEGER NOT NULL, meta_json TEXT, meta_rev INTEGER NOT NULL) STRICT;
  CREATE TABLE types(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events(pos INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, rev INTEGER NOT NULL, event_id BLOB NOT NULL,
    type_id INTEGER NOT NULL, is_json INTEGER NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL, meta BLOB NOT NULL,
    UNIQUE(stream_id, rev)) STRICT;
  CREATE INDEX events_by_id ON events(event_id);
  PRAGMA user_version = ${SCHEMA_VERSION};`;

export type Databases = Readonly<{ writer: DatabaseSync; reader: DatabaseSync; close: () => void }>;

/** Opens one writing and one reading connection on the folder's file, created at need; `:memory:` has a single one. */
export function openDatabases(data: string): Databases {
  const opened: DatabaseSync[] = [];
  const close = (): void => opened.reverse().forEach((database) => database.close());
  const open = (database: DatabaseSync): DatabaseSync => {
    opened.push(database);
    return database;
  };
  try {
    if (data === ':memory:') {
      const only = prepared(open(new DatabaseSync(data)));
      return { writer: only, reader: only, close };
    }
    open(lockFolder(data));
    const file = join(data, 'event-store.db');
    const writer = prepared(open(openFile(file)));
    const reader = open(new DatabaseSync(file, { readOnly: true }));
    reader.exec('PRAGMA cache_size = -16384');
    return { writer, reader, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Primary result code of a SQLite error, undefined for any other error. By shape: the error may come from another realm. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

export const SQLITE_BUSY = 5;
export const SQLITE_IOERR = 10;
export const SQLITE_FULL = 13;

function prepared(database: DatabaseSync): DatabaseSync {
  // auto_vacuum takes effect only before the first table: a later scavenge gives space back through it.
  database.exec(
    'PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000',
  );
  const version = database.prepare('PRAGMA user_version').get()?.['user_version'];
  if (version === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT`);
  else if (version !== SCHEMA_VERSION)
    throw new UnusableData(`The data folder has format ${String(version)}; this server reads format ${SCHEMA_VERSION}.`);
  return database;
}

function openFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw new UnusableData(`The log ${file} cannot be opened: ${messageOf(error)}.`);
  }
}

// A lock of its own, because two readers of one WAL file are normal to SQLite. The system releases it when the process dies.
function lockFolder(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UnusableData(`The data folder ${folder} cannot be created: ${messageOf(error)}.`);
  }
  const lock = openFile(join(folder, 'event-store.lock'));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (sqliteCode(error) === SQLITE_BUSY)
      throw new UnusableData(`The data folder ${folder} is in use by another event store: stop it or name another folder.`);
    throw new UnusableData(`The data folder ${folder} cannot be locked: ${messageOf(error)}.`);
  }
}

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
