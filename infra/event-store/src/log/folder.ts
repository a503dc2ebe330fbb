import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, SQLITE_BUSY, sqliteCode } from './sqlite-errors.js';
import { UnusableData } from './unusable-data.js';

/** How the server before this one ended. */
export type LastEnd = 'closed' | 'killed' | 'disk-failed';

const RUNNING = 'running';
const DISK_FAILED = 'disk failed';

/** The file of the log in its folder. */
export const logFileIn = (folder: string): string => join(folder, 'event-store.db');

/** A data folder held by this process: its lock, and the mark that stays behind when the process does not end as it should. */
export class DataFolder {
  readonly lastEnd: LastEnd;
  readonly #markFile: string;
  #mark: number | undefined;

  private constructor(
    readonly path: string,
    private readonly lock: DatabaseSync,
  ) {
    this.#markFile = join(path, 'event-store.running');
    this.lastEnd = lastEndOf(this.#markFile);
  }

  /** Takes the folder, created at need; fails with `UnusableData` where another process has it. */
  static take(path: string): DataFolder {
    try {
      mkdirSync(path, { recursive: true });
    } catch (error) {
      throw new UnusableData(`The data folder ${path} cannot be created: ${messageOf(error)}.`);
    }
    return new DataFolder(path, lockIn(path));
  }

  /** From now on an end without `close` is seen by the next start. */
  markRunning(): void {
    try {
      this.#mark ??= openSync(this.#markFile, 'w');
      writeSync(this.#mark, RUNNING, 0);
    } catch (error) {
      throw new UnusableData(`The data folder ${this.path} cannot be written to: ${messageOf(error)}.`);
    }
  }

  /** The next start looks at the whole log. Kept in an open file: the failed disk may not open another. */
  markDiskFailure(): void {
    if (this.#mark !== undefined) writeSync(this.#mark, DISK_FAILED, 0);
  }

  /** Gives the folder back as one whose log was closed as it should be. */
  close(): void {
    rmSync(this.#markFile, { force: true });
    this.release();
  }

  /** Gives the folder back and leaves the mark as it is. */
  release(): void {
    if (this.#mark !== undefined) closeSync(this.#mark);
    this.#mark = undefined;
    this.lock.close();
  }
}

function lastEndOf(markFile: string): LastEnd {
  try {
    return readFileSync(markFile, 'utf8').startsWith(DISK_FAILED) ? 'disk-failed' : 'killed';
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return 'closed';
    throw error;
  }
}

// A lock of its own, because two readers of one WAL file are normal to SQLite. The system releases it when the process dies.
function lockIn(folder: string): DatabaseSync {
  const file = join(folder, 'event-store.lock');
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) === SQLITE_BUSY)
      throw new UnusableData(`The data folder ${folder} is in use by another event store: stop it or name another folder.`);
    throw new UnusableData(`The data folder ${folder} cannot be locked: ${messageOf(error)}.`);
  }
}
