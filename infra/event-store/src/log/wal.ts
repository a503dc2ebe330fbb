import type { DatabaseSync } from 'node:sqlite';
import { failureOf } from './sqlite-errors.js';
import type { StoredEvent } from './record.js';

/** The write-ahead log is brought into the file when about this many bytes were written to it. */
const CHECKPOINT_BYTES = 16 * 1024 * 1024;
/** What an event writes besides itself: a page of the index of ids, where it lies anywhere, and half a page of the others. */
const PAGES_OF_AN_EVENT = 6_144;
/** What a commit writes however small it is: a page each of three tables or indexes that its events share. */
const PAGES_OF_A_COMMIT = 12_288;

/** Keeps the write-ahead log short. Between groups and by itself: within a COMMIT nobody would hear that its fsync failed. */
export class WriteAheadLog {
  readonly #database: DatabaseSync;
  readonly #fatal: (error: Error) => void;
  #written = 0;
  #due: NodeJS.Immediate | undefined;

  /** `fatal` is called when the disk fails. */
  constructor(database: DatabaseSync, fatal: (error: Error) => void) {
    this.#database = database;
    this.#fatal = fatal;
  }

  /** Notes a commit; where enough has come together, a later turn of the event loop brings it into the file. */
  committed(events: readonly StoredEvent[]): void {
    let bytes = PAGES_OF_A_COMMIT;
    for (const { data, metadata } of events) bytes += data.length + metadata.length + PAGES_OF_AN_EVENT;
    this.grew(bytes);
  }

  /** The same for about so many bytes that are no events. */
  grew(bytes: number): void {
    this.#written += bytes;
    if (this.#written < CHECKPOINT_BYTES) return;
    // Answers of this commit leave first.
    this.#due ??= setImmediate(() => this.checkpoint());
  }

  checkpoint(): void {
    this.stop();
    this.#written = 0;
    try {
      this.#database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch (error) {
      // On a full disk the write-ahead log keeps what the file has no room for, and the next checkpoint tries again.
      if (failureOf(error) !== 'disk-full') this.#fatal(error instanceof Error ? error : new Error(String(error)));
    }
  }

  stop(): void {
    clearImmediate(this.#due);
    this.#due = undefined;
  }
}
