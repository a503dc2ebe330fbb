import type { DatabaseSync } from 'node:sqlite';
import { faultOfHead } from './head-check.js';
import { HEAD_COLUMNS, headOf } from './head-row.js';
import { TOMBSTONE_REVISION } from './record.js';
import { messageOf, sqliteCode } from './sqlite-errors.js';

/** Events looked at after a kill: far more than were in the write-ahead log, few enough to be read in a moment. */
const TAIL = 10_000;

/**
 * Looks at the end of a log whose server was killed: the newest events, and the heads of their streams. Answers the first fault
 * in one sentence, undefined where there is none. It takes the same time for a log of any size.
 */
export function faultAtTheEnd(database: DatabaseSync): string | undefined {
  try {
    return faultInTail(database);
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return `The log cannot be read: ${messageOf(error)}.`;
  }
}

function faultInTail(database: DatabaseSync): string | undefined {
  const rows = database.prepare(
    `SELECT e.pos, e.stream_id, e.rev, length(e.event_id) AS id_length, e.created, t.id AS type
     FROM events e LEFT JOIN types t ON t.id = e.type_id ORDER BY e.pos DESC LIMIT ${TAIL}`,
  );
  const lowest = new Map<number, number>();
  let createdAfter = Number.MAX_SAFE_INTEGER;
  for (const row of rows.iterate()) {
    const [position, stream, revision, created] = [row['pos'], row['stream_id'], row['rev'], row['created']].map(Number);
    if (position === undefined || stream === undefined || revision === undefined || created === undefined) continue;
    if (row['id_length'] !== 16) return `The event at position ${position} has an id of ${String(row['id_length'])} bytes.`;
    if (row['type'] === null) return `The event at position ${position} has a type that is not known.`;
    if (created > createdAfter) return `The event at position ${position} is younger than the one after it.`;
    createdAfter = created;
    const next = lowest.get(stream);
    if (next !== undefined && next !== TOMBSTONE_REVISION && revision !== next - 1)
      return `The event at position ${position} has revision ${revision}, but the next one of its stream has ${next}.`;
    lowest.set(stream, revision);
  }
  return faultInHeads(database, lowest.keys());
}

function faultInHeads(database: DatabaseSync, streams: Iterable<number>): string | undefined {
  const load = database.prepare(`SELECT ${HEAD_COLUMNS} FROM streams WHERE id = ?`);
  const check = faultOfHead(database);
  for (const id of streams) {
    const row = load.get(id);
    const fault = row ? check(headOf(row)) : `Events belong to stream number ${id}, which is not known.`;
    if (fault !== undefined) return fault;
  }
  return undefined;
}
