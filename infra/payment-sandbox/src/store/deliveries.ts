import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ProviderEvent } from '../domain/provider-event.js';
import type { WebhookFault } from './faults.js';

/** A webhook that waits to be answered 2xx; `body` is sent byte for byte. */
export type Delivery = { readonly seq: number; readonly attempts: number; readonly body: string };

type StatementName = 'addEvent' | 'add' | 'held' | 'letGo' | 'due' | 'nextDue' | 'done' | 'again' | 'pending' | 'latest';

/** The durable queue of webhooks. Instants are epoch milliseconds of wall time: deliveries do not follow the sandbox clock. */
export class Deliveries {
  private readonly statements: Readonly<Record<StatementName, StatementSync>>;

  constructor(database: DatabaseSync) {
    this.statements = {
      addEvent: database.prepare('INSERT INTO events (id, occurred_at, body) VALUES (?, ?, ?)'),
      add: database.prepare('INSERT INTO deliveries (event_seq, due_at, attempts, held) VALUES (?, ?, 0, ?)'),
      held: database.prepare('SELECT seq FROM deliveries WHERE held = 1 AND attempts = 0 AND due_at > ? ORDER BY seq LIMIT 1'),
      letGo: database.prepare('UPDATE deliveries SET held = 0, due_at = ? WHERE seq = ?'),
      due: database.prepare(
        'SELECT d.seq, d.attempts, e.body FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.due_at <= ? ORDER BY d.due_at, d.seq LIMIT 1',
      ),
      nextDue: database.prepare('SELECT min(due_at) AS due FROM deliveries'),
      done: database.prepare('DELETE FROM deliveries WHERE seq = ?'),
      again: database.prepare('UPDATE deliveries SET attempts = attempts + 1, due_at = ? WHERE seq = ?'),
      pending: database.prepare('SELECT count(*) AS n FROM deliveries'),
      latest: database.prepare('SELECT max(occurred_at) AS at FROM events'),
    };
  }

  /** Queues the event as the fault of its type asks; `now` is wall time. */
  enqueue(event: ProviderEvent, { mode, delayMs }: WebhookFault, now: number): void {
    const added = this.statements.addEvent.run(event.id, event.occurredAt, JSON.stringify(event));
    const eventSeq = Number(added.lastInsertRowid);
    switch (mode) {
      case 'normal':
        this.statements.add.run(eventSeq, now, 0);
        return;
      case 'late':
        this.statements.add.run(eventSeq, now + delayMs, 0);
        return;
      case 'twice':
        this.statements.add.run(eventSeq, now, 0);
        this.statements.add.run(eventSeq, now, 0);
        return;
      case 'out_of_order':
        this.enqueueSwapped(eventSeq, now, delayMs);
    }
  }

  firstDue(now: number): Delivery | undefined {
    const row = this.statements.due.get(now);
    if (row === undefined) return undefined;
    return { seq: Number(row.seq), attempts: Number(row.attempts), body: String(row.body) };
  }

  nextDueAt(): number | null {
    const due = this.statements.nextDue.get()?.due;
    return due === null || due === undefined ? null : Number(due);
  }

  delivered(seq: number): void {
    this.statements.done.run(seq);
  }

  failed(seq: number, nextDueAt: number): void {
    this.statements.again.run(nextDueAt, seq);
  }

  pending(): number {
    return Number(this.statements.pending.get()?.n ?? 0);
  }

  /** Business time of the latest event, so that a wall clock set back never makes an earlier one. */
  latestOccurredAt(): number {
    const at = this.statements.latest.get()?.at;
    return typeof at === 'string' ? Date.parse(at) : 0;
  }

  /** One event waits until the next one has gone, at most `delayMs`: nothing is held for ever. */
  private enqueueSwapped(eventSeq: number, now: number, delayMs: number): void {
    const waiting = this.statements.held.get(now);
    if (waiting === undefined) {
      this.statements.add.run(eventSeq, now + delayMs, 1);
      return;
    }
    this.statements.add.run(eventSeq, now, 0);
    this.statements.letGo.run(now + 1, Number(waiting.seq));
  }
}
