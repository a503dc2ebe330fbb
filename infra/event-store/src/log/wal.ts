import type { DatabaseSync } from 'node:sqlite';
import { failureOf } from './sqlite-errors.js';
import type { StoredEvent } from './record.js';

/**
 * The write-ahead log is brought into the file when about this many bytes were written to it. Nothing is served meanwhile, so it is
 * done often rather than at length: 6 MiB take some 10 ms, a quarter of what an append may take at the worst.
 */
const CHECKPOINT_BYTES = 6 * 1024 * 1024;
/** A page of SQLite, with its header in the write-ahead log. */
const PAGE = 4_120;
/** What a commit writes however small it is: a page each of three tables or indexes that its events share. */
const PAGES_OF_A_COMMIT = 3;
/** How many of the ids that sink together fall into one page of their table, in a log of a million events. */
const IDS_IN_A_PAGE = 5;

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
    let bytes = PAGES_OF_A_COMMIT * PAGE;
    let before: string | undefined;
    for (const { stream, data, metadata } of events) {
      // Besides the event: its id, which sinks later, and its place in the index of its stream.
      bytes += data.length + metadata.length + PAGE / IDS_IN_A_PAGE + (stream === before ? 0 : PAGE);
      before = stream;
    }
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
