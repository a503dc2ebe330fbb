import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Charge } from '../domain/charge.js';
import type { PlannedPayout } from '../domain/payout.js';
import type { Refund } from '../domain/refund.js';
import type { Destination, Instrument } from '../domain/resources.js';
import { Answers } from './answers.js';
import { Deliveries } from './deliveries.js';
import { Faults } from './faults.js';
import { Movements } from './movements.js';
import { Resources } from './resource-table.js';
import { schemaSql, schemaVersion } from './schema.js';

/** A resource with the test token that decides how it behaves; the token is not shown again. */
export type WithToken<R> = { readonly resource: R; readonly testToken: string };

/** The provider's own durable store: one SQLite file, each commit on disk before it is answered. */
export class SandboxStore {
  readonly instruments: Resources<WithToken<Instrument>>;
  readonly destinations: Resources<WithToken<Destination>>;
  readonly charges: Resources<Charge>;
  readonly refunds: Resources<Refund>;
  readonly payouts: Resources<PlannedPayout>;
  readonly movements: Movements;
  readonly answers: Answers;
  readonly deliveries: Deliveries;
  readonly faults: Faults;

  private readonly readSetting: StatementSync;
  private readonly writeSetting: StatementSync;

  private constructor(private readonly database: DatabaseSync) {
    this.readSetting = database.prepare('SELECT value FROM settings WHERE key = ?');
    this.writeSetting = database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)');
    this.instruments = new Resources(database, 'instruments');
    this.destinations = new Resources(database, 'destinations');
    this.charges = new Resources(database, 'charges');
    this.refunds = new Resources(database, 'refunds');
    this.payouts = new Resources(database, 'payouts');
    this.movements = new Movements(database);
    this.answers = new Answers(database);
    this.deliveries = new Deliveries(database);
    this.faults = new Faults(database);
  }

  static open(dataDir: string): SandboxStore {
    mkdirSync(dataDir, { recursive: true });
    const database = new DatabaseSync(join(dataDir, 'payment-sandbox.sqlite'));
    try {
      // Exclusive: two sandboxes on one folder would send every webhook twice and answer from different clocks.
      database.exec(
        'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
      );
      const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
      if (version > schemaVersion)
        throw new Error(`The data folder has layout ${version}; this sandbox reads up to ${schemaVersion}`);
      database.exec(`BEGIN IMMEDIATE; ${schemaSql} PRAGMA user_version = ${schemaVersion}; COMMIT;`);
      return new SandboxStore(database);
    } catch (error) {
      database.close();
      if (isLocked(error)) throw new Error(`The data folder ${dataDir} is in use by another payment sandbox`, { cause: error });
      throw error;
    }
  }

  /** Runs `work` as one commit; whatever it throws leaves the store as it was. */
  transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }

  setting(key: string): string | undefined {
    const row = this.readSetting.get(key);
    return row === undefined ? undefined : String(row.value);
  }

  saveSetting(key: string, value: string): void {
    this.writeSetting.run(key, value);
  }

  close(): void {
    this.database.close();
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const BUSY = 5;

const isLocked = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === BUSY;
