import type { DatabaseSync } from 'node:sqlite';
import { UnusableData } from './unusable-data.js';

/** Format of the tables, kept in `PRAGMA user_version`. */
export const FORMAT = 4;

// Positions grow by the encoded length of each event, so the primary key is also the order of `$all`.
// `first_rev` is the lowest revision still stored: 0 until a scavenge removed something. The last one is that of the last event.
const TABLES = `
  CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    tombstoned INTEGER NOT NULL, meta_json TEXT, meta_rev INTEGER NOT NULL, first_rev INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE TABLE types(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events(pos INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, rev INTEGER NOT NULL, event_id BLOB NOT NULL,
    type_id INTEGER NOT NULL, is_json INTEGER NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL, meta BLOB NOT NULL,
    UNIQUE(stream_id, rev)) STRICT;`;

// Where each id was stored, up to the position in `ids_end`: the ids of later events are not in it yet (EventIds).
const IDS = `
  CREATE TABLE ids(event_id BLOB NOT NULL, pos INTEGER NOT NULL, PRIMARY KEY(event_id, pos)) STRICT, WITHOUT ROWID;
  CREATE TABLE ids_end(pos INTEGER NOT NULL) STRICT;`;

const IDS_FROM_INDEX = `${IDS}
  INSERT INTO ids SELECT event_id, pos FROM events ORDER BY event_id, pos;
  INSERT INTO ids_end SELECT ifnull(max(pos), 0) FROM events;
  DROP INDEX events_by_id;`;

const WITHOUT_LAST_REVISION = 'ALTER TABLE streams DROP COLUMN last_rev;';

/** What brings a log to this server's format, by the format it has. */
const STEPS: Readonly<Record<number, string>> = {
  0: `${TABLES} ${IDS} INSERT INTO ids_end VALUES (0);`,
  1: `ALTER TABLE streams ADD COLUMN first_rev INTEGER NOT NULL DEFAULT 0; ${IDS_FROM_INDEX} ${WITHOUT_LAST_REVISION}`,
  2: `${IDS_FROM_INDEX} ${WITHOUT_LAST_REVISION}`,
  3: WITHOUT_LAST_REVISION,
};

export function formatOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Sets a writing connection up and brings its tables to this server's format, a new file's as well. */
export function prepareTables(database: DatabaseSync): void {
  // auto_vacuum takes effect only before the first table: scavenging gives space back through it.
  database.exec('PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  // The writer checkpoints by itself, between groups: SQLite's own would not tell that its fsync failed.
  database.exec('PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32768');
  const found = formatOf(database);
  if (found === FORMAT) return;
  const step = STEPS[found];
  if (step === undefined) throw new UnusableData(`The data folder has format ${found}; this server reads format ${FORMAT}.`);
  database.exec(`BEGIN; ${step} PRAGMA user_version = ${FORMAT}; COMMIT`);
}
