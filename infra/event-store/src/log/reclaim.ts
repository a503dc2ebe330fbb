import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HEAD_COLUMNS, headOf, type HeadRow } from './head-row.js';
import { isMetadataStream, originalStreamOf } from './record.js';
import { failureOf } from './sqlite-errors.js';
import { firstVisible, metadataOf } from './visibility.js';
import type { WriteAheadLog } from './wal.js';

/** One transaction of a scavenge removes at most so many events and about so many bytes: appends wait no longer than for a group. */
const STEP_EVENTS = 256;
const STEP_BYTES = 2 * 1024 * 1024;
/** Rows of the table of streams looked at in one go. */
const WINDOW = 1_000;
/** Free pages given back to the file system in one go, of 4 KiB. */
const STEP_PAGES = 256;

/** What removing an event or giving back a page adds to the write-ahead log: about two pages. */
const STEP_GROWTH = 8_192;

/** A stream with events that nobody can read any more: everything below `keptFrom` goes. */
export type Discardable = Readonly<{ id: number; name: string; from: number; keptFrom: number }>;
/** `next`: the revision from which the next step goes on. */
export type Discarded = Readonly<{ next: number; events: number; bytes: number }>;

/**
 * Removes what metadata and deletions have made invisible, in steps small enough to pass between two groups of appends. Positions
 * and revisions of what stays never change. With an event its id is forgotten: a repeat of a scavenged append is judged as 23.10
 * judges it, as new with `any` and as a wrong version otherwise.
 */
export class Reclaim {
  readonly #database: DatabaseSync;
  readonly #wal: WriteAheadLog;
  readonly #diskFailed: (error: Error) => void;
  readonly #candidates: StatementSync;
  readonly #isTombstoned: StatementSync;
  readonly #createdAt: StatementSync;
  readonly #sizes: StatementSync;
  readonly #deleteIds: StatementSync;
  readonly #delete: StatementSync;
  readonly #setFirst: StatementSync;

  constructor(database: DatabaseSync, wal: WriteAheadLog, diskFailed: (error: Error) => void) {
    this.#database = database;
    this.#wal = wal;
    this.#diskFailed = diskFailed;
    this.#candidates = database.prepare(
      `SELECT ${HEAD_COLUMNS} FROM streams WHERE id BETWEEN ? AND ?
       AND (meta_json IS NOT NULL OR tombstoned = 1 OR substr(name, 1, 2) = '$$') AND last_rev >= first_rev`,
    );
    this.#isTombstoned = database.prepare('SELECT tombstoned FROM streams WHERE name = ?');
    this.#createdAt = database.prepare('SELECT created FROM events WHERE stream_id = ? AND rev = ?');
    this.#sizes = database.prepare(
      'SELECT rev, length(data) + length(meta) AS bytes FROM events WHERE stream_id = ? AND rev >= ? AND rev < ? ORDER BY rev LIMIT ?',
    );
    this.#deleteIds = database.prepare(
      'DELETE FROM ids WHERE (event_id, pos) IN (SELECT event_id, pos FROM events WHERE stream_id = ? AND rev BETWEEN ? AND ?)',
    );
    this.#delete = database.prepare('DELETE FROM events WHERE stream_id = ? AND rev BETWEEN ? AND ?');
    this.#setFirst = database.prepare('UPDATE streams SET first_rev = ? WHERE id = ?');
  }

  /** The streams with something to remove, window by window; an empty answer only says that there was nothing in that one. */
  *discardable(now: number): Iterable<readonly Discardable[]> {
    const last = Number(this.#database.prepare('SELECT max(id) AS id FROM streams').get()?.['id'] ?? 0);
    for (let low = 1; low <= last; low += WINDOW) {
      const heads = this.#candidates.all(low, low + WINDOW - 1).map(headOf);
      yield heads
        .map((head) => ({ id: head.id, name: head.name, from: head.firstRevision, keptFrom: this.#keptFrom(head, now) }))
        .filter(({ from, keptFrom }) => from < keptFrom);
    }
  }

  /** Removes the next events of a stream, from `from` on, durable when it answers. */
  discard({ id, keptFrom }: Discardable, from: number): Discarded {
    let [next, events, bytes] = [from, 0, 0];
    for (const row of this.#sizes.iterate(id, from, keptFrom, STEP_EVENTS)) {
      next = Number(row['rev']) + 1;
      events += 1;
      bytes += Number(row['bytes']);
      if (bytes >= STEP_BYTES) break;
    }
    if (events === 0) next = keptFrom;
    this.#write(() => {
      this.#deleteIds.run(id, from, next - 1);
      this.#delete.run(id, from, next - 1);
      this.#setFirst.run(next, id);
    });
    this.#wal.grew(events * STEP_GROWTH);
    return { next, events, bytes };
  }

  /** Gives free pages back to the file system; answers how many are left. */
  shrink(): number {
    const free = (): number => Number(this.#database.prepare('PRAGMA freelist_count').get()?.['freelist_count']);
    if (free() === 0) return 0;
    this.#write(() => this.#database.exec(`PRAGMA incremental_vacuum(${STEP_PAGES})`));
    this.#wal.grew(STEP_PAGES * STEP_GROWTH);
    return free();
  }

  /** Brings what was removed into the file, which shrinks by it. */
  settle(): void {
    this.#wal.checkpoint();
  }

  // The last event stays whatever the rules say, as in 23.10: the end of the log is where its highest position is.
  #keptFrom(head: HeadRow, now: number): number {
    const { id, name, lastRevision } = head;
    const dead =
      head.tombstoned || (isMetadataStream(name) && this.#isTombstoned.get(originalStreamOf(name))?.['tombstoned'] === 1);
    if (dead) return lastRevision + 1;
    const createdAt = (revision: number): number => Number(this.#createdAt.get(id, revision)?.['created'] ?? 0);
    return Math.min(firstVisible(lastRevision, metadataOf(head), now, createdAt), lastRevision);
  }

  #write(change: () => void): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      change();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      if (failureOf(error) === 'disk-failed') this.#diskFailed(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }
}
