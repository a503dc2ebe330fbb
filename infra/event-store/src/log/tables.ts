import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { EventIds, RECENT_IDS } from './event-ids.js';
import type { Place } from './expected.js';
import { HEAD_COLUMNS, headOf } from './head-row.js';
import type { StoredEvent, StreamHead } from './record.js';
import { uuidFromBytes, uuidToBytes } from './uuid.js';

/** The writing connection's statements. Everything between `begin` and `commit` becomes visible whole or not at all. */
export class Tables {
  readonly #database: DatabaseSync;
  readonly #insertEvent: StatementSync;
  readonly #saveHead: StatementSync;
  readonly #loadHead: StatementSync;
  readonly #insertType: StatementSync;
  readonly #eventAt: StatementSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #ids: EventIds;
  readonly #types = new Map<string, number>();

  /** `recentIds`: how many ids of events are kept in memory at least. */
  constructor(database: DatabaseSync, recentIds = RECENT_IDS) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#saveHead =
      database.prepare(`INSERT INTO streams(id, name, tombstoned, meta_json, meta_rev) VALUES (?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE
      SET tombstoned = excluded.tombstoned, meta_json = excluded.meta_json, meta_rev = excluded.meta_rev`);
    this.#loadHead = database.prepare(`SELECT ${HEAD_COLUMNS} FROM streams WHERE name = ?`);
    this.#insertType = database.prepare('INSERT INTO types VALUES (?, ?)');
    this.#eventAt = database.prepare('SELECT event_id, pos FROM events WHERE stream_id = ? AND rev = ?');
    this.#ids = new EventIds(database, recentIds);
    this.#loadTypes();
  }

  begin(): void {
    this.#begin.run();
  }

  commit(): void {
    this.#ids.sink();
    this.#commit.run();
    this.#ids.committed();
  }

  /** Forgets the transaction, and what this object cached from it. A failed COMMIT may have ended it already. */
  rollback(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#ids.rolledBack();
    this.#loadTypes();
  }

  insertEvent(streamId: number, event: StoredEvent): void {
    const { position, revision, id, isJson, created, data, metadata } = event;
    this.#insertEvent.run(
      position,
      streamId,
      revision,
      uuidToBytes(id),
      this.#typeId(event.type),
      isJson ? 1 : 0,
      created,
      data,
      metadata,
    );
    this.#ids.add(id, position);
  }

  /** What a head holds besides its last revision, which the events themselves say. */
  saveHead({ id, name, tombstoned, metadataJson, metadataRevision }: StreamHead): void {
    this.#saveHead.run(id, name, tombstoned ? 1 : 0, metadataJson, metadataRevision);
  }

  loadHead(name: string): StreamHead | undefined {
    const row = this.#loadHead.get(name);
    return row && headOf(row);
  }

  findEvent(streamId: number, eventId: string): Place | undefined {
    return this.#ids.find(streamId, eventId);
  }

  eventAt(streamId: number, revision: number): { eventId: string; position: number } | undefined {
    const row = this.#eventAt.get(streamId, revision);
    if (!row || !(row['event_id'] instanceof Uint8Array)) return undefined;
    return { eventId: uuidFromBytes(row['event_id']), position: Number(row['pos']) };
  }

  /** End of the log: highest position (0 where it is empty), its time in milliseconds, highest stream id. */
  end(): { position: number; created: number; streamId: number } {
    const last = this.#database.prepare('SELECT pos, created FROM events ORDER BY pos DESC LIMIT 1').get();
    const streams = this.#database.prepare('SELECT max(id) AS id FROM streams').get();
    return {
      position: Number(last?.['pos'] ?? 0),
      created: Number(last?.['created'] ?? 0),
      streamId: Number(streams?.['id'] ?? 0),
    };
  }

  #typeId(name: string): number {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const id = this.#types.size + 1;
    this.#insertType.run(id, name);
    this.#types.set(name, id);
    return id;
  }

  // Ids count from 1 without gaps, so the size names the next one.
  #loadTypes(): void {
    this.#types.clear();
    for (const row of this.#database.prepare('SELECT id, name FROM types').all())
      this.#types.set(String(row['name']), Number(row['id']));
  }
}
