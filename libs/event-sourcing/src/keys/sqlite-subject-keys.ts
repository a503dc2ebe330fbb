import { randomBytes, randomUUID } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../store/store.errors.js';
import type { SubjectKey, SubjectKeys } from './subject-keys.port.js';

/** Wait for another process's write, or for its reads where the log is emptied, in ms. */
const BUSY_TIMEOUT_MS = 5_000;

/** Bytes of an AES-256 key. */
const KEY_BYTES = 32;

/** Primary result codes of SQLite after which the file may be usable again: BUSY, LOCKED, IOERR, FULL, CANTOPEN (sqlite.org/rescode.html). */
const UNAVAILABLE: ReadonlySet<number> = new Set([5, 6, 10, 13, 14]);

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS subject_key (
    kid TEXT PRIMARY KEY, subject TEXT NOT NULL, purpose TEXT NOT NULL, key BLOB NOT NULL, UNIQUE (subject, purpose)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS destroyed_subject (subject TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS destroyed_key (subject TEXT, purpose TEXT, PRIMARY KEY (subject, purpose)) STRICT;
  CREATE TABLE IF NOT EXISTS secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
`;

type KeyRow = { kid: string; key: Uint8Array };

/**
 * The key store of one machine: a SQLite file in WAL mode, shared by the services' processes. A destroyed subject stays destroyed:
 * `ensure` then hands out a key that is kept nowhere, so what is encrypted under it is erased at once. Keys are overwritten on
 * destruction, in the log as well. Errors: `StoreUnavailable` while the file is away or busy beyond 5 s.
 */
export class SqliteSubjectKeys implements SubjectKeys {
  private readonly database: DatabaseSync;
  private readonly statements;

  /** `path`: the file (made when missing; its folder must exist). `busyTimeoutMs`: how long other processes are waited for. */
  constructor(path: string, { busyTimeoutMs = BUSY_TIMEOUT_MS }: Readonly<{ busyTimeoutMs?: number }> = {}) {
    this.database = available(() => {
      const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
      database.exec(SCHEMA);
      return database;
    });
    const prepare = (sql: string): StatementSync => this.database.prepare(sql);
    this.statements = {
      bySubject: prepare('SELECT kid, key FROM subject_key WHERE subject = ? AND purpose = ?'),
      byKid: prepare('SELECT kid, key FROM subject_key WHERE kid = ?'),
      insert: prepare(`
        INSERT INTO subject_key (kid, subject, purpose, key)
        SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM destroyed_subject WHERE subject = ?2)
          AND NOT EXISTS (SELECT 1 FROM destroyed_key WHERE subject = ?2 AND purpose = ?3)
        ON CONFLICT (subject, purpose) DO NOTHING`),
      markDestroyed: prepare('INSERT INTO destroyed_subject (subject) VALUES (?) ON CONFLICT DO NOTHING'),
      remove: prepare('DELETE FROM subject_key WHERE subject = ?'),
      markKeyDestroyed: prepare('INSERT INTO destroyed_key (subject, purpose) VALUES (?, ?) ON CONFLICT DO NOTHING'),
      removeKey: prepare('DELETE FROM subject_key WHERE subject = ? AND purpose = ?'),
      putSecret: prepare('INSERT INTO secret (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING'),
      emptyLog: prepare('PRAGMA wal_checkpoint(TRUNCATE)'),
      secret: prepare('SELECT value FROM secret WHERE name = ?'),
    };
  }

  async ensure(subject: string, purpose: string): Promise<SubjectKey> {
    return available(() => {
      const found = this.lookUp(subject, purpose);
      if (found) return found;
      const made = { kid: randomUUID(), key: randomBytes(KEY_BYTES) };
      this.statements.insert.run(made.kid, subject, purpose, made.key);
      // Another process may have been first: its key is the one; nothing stored means that the subject is destroyed.
      return this.lookUp(subject, purpose) ?? made;
    });
  }

  async find(subject: string, purpose: string): Promise<SubjectKey | null> {
    return available(() => this.lookUp(subject, purpose));
  }

  async byKid(kid: string): Promise<SubjectKey | null> {
    return available(() => keyOf(this.statements.byKid.get(kid) as KeyRow | undefined));
  }

  async destroy(subject: string, purposes?: readonly string[]): Promise<void> {
    available(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        if (purposes) this.removeKeys(subject, purposes);
        else this.removeSubject(subject);
        this.database.exec('COMMIT');
      } catch (error) {
        this.database.exec('ROLLBACK');
        throw error;
      }
      this.emptyLog();
    });
  }

  forget(): void {
    // Every question goes to the keys themselves.
  }

  async putSecret(name: string, value: Buffer): Promise<void> {
    available(() => this.statements.putSecret.run(name, value));
    if (!(await this.secret(name))?.equals(value)) throw new Error(`Secret ${name} is written once and holds another value`);
  }

  async secret(name: string): Promise<Buffer | null> {
    const row = available(() => this.statements.secret.get(name)) as { value: Uint8Array } | undefined;
    return row ? Buffer.from(row.value) : null;
  }

  async check(): Promise<void> {
    available(() => this.statements.secret.get(''));
  }

  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
  }

  /** What was destroyed stands in the log until that is emptied, for which all readers have to let go: the caller repeats where one did not. */
  private emptyLog(): void {
    const { busy } = this.statements.emptyLog.get() as { busy: number };
    if (busy !== 0) throw new StoreUnavailable('Key store: somebody reads it, so its log still holds what was destroyed');
  }

  private removeSubject(subject: string): void {
    this.statements.markDestroyed.run(subject);
    this.statements.remove.run(subject);
  }

  private removeKeys(subject: string, purposes: readonly string[]): void {
    for (const purpose of purposes) {
      this.statements.markKeyDestroyed.run(subject, purpose);
      this.statements.removeKey.run(subject, purpose);
    }
  }

  private lookUp(subject: string, purpose: string): SubjectKey | null {
    return keyOf(this.statements.bySubject.get(subject, purpose) as KeyRow | undefined);
  }
}

const keyOf = (row: KeyRow | undefined): SubjectKey | null => (row ? { kid: row.kid, key: Buffer.from(row.key) } : null);

const available = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (isUnavailable(error)) throw new StoreUnavailable(`Key store: ${error.message}`, { cause: error });
    throw error;
  }
};

/** By shape, not class: SQLite's errors are made outside the module realm that test runners use. The low byte is the primary code. */
const isUnavailable = (error: unknown): error is { errcode: number; message: string } =>
  typeof error === 'object' && error !== null && 'errcode' in error && UNAVAILABLE.has(Number(error.errcode) & 0xff);
