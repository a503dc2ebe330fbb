import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoredEvent } from './record.js';
import { uuidFromBytes } from './uuid.js';

type Row = readonly [
  position: number,
  stream: string,
  revision: number,
  id: Uint8Array,
  type: string,
  isJson: number,
  created: number,
  data: Uint8Array,
  metadata: Uint8Array,
];

const SELECT = `SELECT e.pos, s.name, e.rev, e.event_id, t.name, e.is_json, e.created, e.data, e.meta
  FROM events e JOIN streams s ON s.id = e.stream_id JOIN types t ON t.id = e.type_id`;

/** A page ends early once its events hold this many bytes, so that a page of large events does not fill the memory. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** Reads committed events in pages; every call is one short statement, so no cursor keeps the WAL from shrinking. */
export class EventReader {
  readonly #streamForwards: StatementSync;
  readonly #streamBackwards: StatementSync;
  readonly #allForwards: StatementSync;
  readonly #allBackwards: StatementSync;
  readonly #created: StatementSync;

  constructor(database: DatabaseSync) {
    const arrays = (sql: string): StatementSync => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#streamForwards = arrays(`${SELECT} WHERE e.stream_id = ? AND e.rev BETWEEN ? AND ? ORDER BY e.rev LIMIT ?`);
    this.#streamBackwards = arrays(`${SELECT} WHERE e.stream_id = ? AND e.rev BETWEEN ? AND ? ORDER BY e.rev DESC LIMIT ?`);
    this.#allForwards = arrays(`${SELECT} WHERE e.pos BETWEEN ? AND ? ORDER BY e.pos LIMIT ?`);
    this.#allBackwards = arrays(`${SELECT} WHERE e.pos BETWEEN ? AND ? ORDER BY e.pos DESC LIMIT ?`);
    this.#created = database.prepare('SELECT created FROM events WHERE stream_id = ? AND rev = ?');
  }

  /** Events of one stream from `low` to `high`, both included, lowest first. */
  streamForwards(streamId: number, low: number, high: number, limit: number): StoredEvent[] {
    return page(this.#streamForwards, [streamId, low, high, limit]);
  }

  /** Events of one stream from `high` down to `low`, both included. */
  streamBackwards(streamId: number, low: number, high: number, limit: number): StoredEvent[] {
    return page(this.#streamBackwards, [streamId, low, high, limit]);
  }

  /** Events of the whole log from `low` to `high`, both included, lowest first. */
  allForwards(low: number, high: number, limit: number): StoredEvent[] {
    return page(this.#allForwards, [low, high, limit]);
  }

  /** Events of the whole log from `high` down to `low`, both included. */
  allBackwards(low: number, high: number, limit: number): StoredEvent[] {
    return page(this.#allBackwards, [low, high, limit]);
  }

  /** Milliseconds since 1970 at which the revision was written; 0 where it is gone, which counts as old. */
  createdAt(streamId: number, revision: number): number {
    return Number(this.#created.get(streamId, revision)?.['created'] ?? 0);
  }
}

function page(statement: StatementSync, parameters: number[]): StoredEvent[] {
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const row of statement.iterate(...parameters)) {
    const event = toEvent(row as unknown as Row);
    events.push(event);
    bytes += event.data.length + event.metadata.length;
    if (bytes >= PAGE_BYTES) break;
  }
  return events;
}

const toEvent = ([position, stream, revision, id, type, isJson, created, data, metadata]: Row): StoredEvent => ({
  position,
  stream,
  revision,
  id: uuidFromBytes(id),
  type,
  isJson: isJson === 1,
  created,
  data,
  metadata,
});
