import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ResourceTable } from './schema.js';

/** Keys beside the stored value: by reference, by what it belongs to, and by the business instant (epoch ms) of its next change. */
export type RecordKeys = {
  readonly id: string;
  readonly reference?: string;
  readonly parentId?: string;
  readonly dueAt?: number | null;
};

/** Resources of one kind as JSON under their keys. Values are returned in the order in which they were added. */
export class Resources<T> {
  private readonly statements: Readonly<
    Record<'insert' | 'update' | 'get' | 'all' | 'byReference' | 'count' | 'due' | 'nextDue', StatementSync>
  >;

  constructor(database: DatabaseSync, table: ResourceTable) {
    this.statements = {
      insert: database.prepare(`INSERT INTO ${table} (id, reference, parent_id, due_at, body) VALUES (?, ?, ?, ?, ?)`),
      update: database.prepare(`UPDATE ${table} SET body = ?, due_at = ? WHERE id = ?`),
      get: database.prepare(`SELECT body FROM ${table} WHERE id = ?`),
      all: database.prepare(`SELECT body FROM ${table} ORDER BY seq`),
      byReference: database.prepare(`SELECT body FROM ${table} WHERE reference = ? ORDER BY seq`),
      count: database.prepare(`SELECT count(*) AS n FROM ${table} WHERE parent_id = ?`),
      due: database.prepare(`SELECT body FROM ${table} WHERE due_at <= ? ORDER BY due_at, seq LIMIT 1`),
      nextDue: database.prepare(`SELECT min(due_at) AS due FROM ${table} WHERE due_at IS NOT NULL`),
    };
  }

  insert({ id, reference, parentId, dueAt }: RecordKeys, value: T): void {
    this.statements.insert.run(id, reference ?? null, parentId ?? null, dueAt ?? null, JSON.stringify(value));
  }

  update(id: string, value: T, dueAt: number | null = null): void {
    this.statements.update.run(JSON.stringify(value), dueAt, id);
  }

  get(id: string): T | undefined {
    return this.value(this.statements.get.get(id));
  }

  all(): readonly T[] {
    return this.statements.all.all().map((row) => JSON.parse(String(row.body)) as T);
  }

  byReference(reference: string): readonly T[] {
    return this.statements.byReference.all(reference).map((row) => JSON.parse(String(row.body)) as T);
  }

  countOf(parentId: string): number {
    return Number(this.statements.count.get(parentId)?.n ?? 0);
  }

  /** The resource whose change is due first, at or before `instant`. */
  firstDue(instant: number): T | undefined {
    return this.value(this.statements.due.get(instant));
  }

  nextDueAt(): number | null {
    const due = this.statements.nextDue.get()?.due;
    return due === null || due === undefined ? null : Number(due);
  }

  private value(row: Record<string, unknown> | undefined): T | undefined {
    return row === undefined ? undefined : (JSON.parse(String(row.body)) as T);
  }
}
