import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The first answer to a POST, kept for ever under its idempotency key. */
export type FirstAnswer = { readonly fingerprint: string; readonly status: number; readonly body: string };

export class Answers {
  private readonly insertOne: StatementSync;
  private readonly findOne: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertOne = database.prepare('INSERT INTO answers (key, fingerprint, status, body) VALUES (?, ?, ?, ?)');
    this.findOne = database.prepare('SELECT fingerprint, status, body FROM answers WHERE key = ?');
  }

  insert(key: string, { fingerprint, status, body }: FirstAnswer): void {
    this.insertOne.run(key, fingerprint, status, body);
  }

  find(key: string): FirstAnswer | undefined {
    const row = this.findOne.get(key);
    if (row === undefined) return undefined;
    return { fingerprint: String(row.fingerprint), status: Number(row.status), body: String(row.body) };
  }
}
