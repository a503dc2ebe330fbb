import type { DatabaseSync } from 'node:sqlite';
import { faultOfHead } from './head-check.js';
import { HEAD_COLUMNS, headOf } from './head-row.js';
import { lengthInLog, TOMBSTONE_REVISION } from './record.js';
import { messageOf, sqliteCode } from './sqlite-errors.js';

export type Sound = Readonly<{ kind: 'sound'; events: number; streams: number; lastPosition: number }>;
/** What a whole log was found to be: sound, with its size, or faulty, with the first fault in one sentence. */
export type Findings = Sound | Readonly<{ kind: 'faulty'; fault: string }>;

/**
 * Reads the whole log: SQLite's own integrity, positions and times, ids, types, revisions, heads and metadata. A file that SQLite
 * cannot read is a fault like others.
 */
export function checkLog(database: DatabaseSync): Findings {
  try {
    return findingsOf(database);
  } catch (error) {
    if (sqliteCode(error) === undefined) throw error;
    return { kind: 'faulty', fault: `The log cannot be read: ${messageOf(error)}.` };
  }
}

function findingsOf(database: DatabaseSync): Findings {
  const fault =
    integrityFault(database) ??
    faultAlongPositions(database) ??
    faultAlongRevisions(database) ??
    faultInIds(database) ??
    faultInHeads(database);
  if (fault !== undefined) return { kind: 'faulty', fault };
  const count = (sql: string): number => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
  return {
    kind: 'sound',
    events: count('SELECT count(*) FROM events'),
    streams: count('SELECT count(*) FROM streams'),
    lastPosition: count('SELECT max(pos) FROM events'),
  };
}

function integrityFault(database: DatabaseSync): string | undefined {
  const first = Object.values(database.prepare('PRAGMA integrity_check(1)').get() ?? {})[0];
  return first === 'ok' ? undefined : `SQLite finds the file damaged: ${String(first)}.`;
}

type AlongPositions = readonly [
  position: number,
  stream: string | null,
  type: string | null,
  idLength: number,
  created: number,
  dataLength: number,
  metadataLength: number,
];

function faultAlongPositions(database: DatabaseSync): string | undefined {
  const rows = database.prepare(
    `SELECT e.pos, s.name, t.name, length(e.event_id), e.created, length(e.data), length(e.meta) FROM events e
     LEFT JOIN streams s ON s.id = e.stream_id LEFT JOIN types t ON t.id = e.type_id ORDER BY e.pos`,
  );
  rows.setReturnArrays(true);
  let [end, time] = [0, 0];
  for (const row of rows.iterate()) {
    const [position, stream, type, idLength, created, dataLength, metadataLength] = row as unknown as AlongPositions;
    const at = `The event at position ${position}`;
    if (stream === null) return `${at} belongs to a stream that is not known.`;
    if (type === null) return `${at} has a type that is not known.`;
    if (idLength !== 16) return `${at} has an id of ${idLength} bytes.`;
    if (position < end + lengthInLog(stream, type, dataLength, metadataLength))
      return `${at} overlaps the one before it, at position ${end}.`;
    if (created < time) return `${at} is older than the one before it.`;
    [end, time] = [position, created];
  }
  return undefined;
}

// The index of streams and revisions holds positions as well: this pass reads nothing else.
function faultAlongRevisions(database: DatabaseSync): string | undefined {
  const rows = database.prepare(
    `SELECT stream_id, rev, pos FROM events WHERE rev < ${TOMBSTONE_REVISION} ORDER BY stream_id, rev`,
  );
  rows.setReturnArrays(true);
  const names = database.prepare('SELECT name FROM streams WHERE id = ?');
  const nameOf = (stream: number): string => String(names.get(stream)?.['name']);
  let before: readonly [stream: number, revision: number, position: number] = [0, 0, 0];
  for (const row of rows.iterate()) {
    const [stream, revision, position] = row as unknown as typeof before;
    if (stream === before[0]) {
      if (revision !== before[1] + 1)
        return `Stream '${nameOf(stream)}' lacks revision ${before[1] + 1}: ${revision} follows ${before[1]}.`;
      if (position <= before[2]) return `Stream '${nameOf(stream)}' goes back in the log at revision ${revision}.`;
    }
    before = [stream, revision, position];
  }
  return undefined;
}

// Each id in the table belongs to its event, and there are as many as events up to the table's end: so each event has its own.
function faultInIds(database: DatabaseSync): string | undefined {
  const astray = database
    .prepare('SELECT i.pos FROM ids i LEFT JOIN events e ON e.pos = i.pos WHERE e.event_id IS NOT i.event_id LIMIT 1')
    .get();
  if (astray) return `The table of ids holds one for position ${String(astray['pos'])} that no event there has.`;
  const count = (table: string): number =>
    Number(database.prepare(`SELECT count(*) AS n FROM ${table} WHERE pos <= (SELECT pos FROM ids_end)`).get()?.['n']);
  const [events, ids] = [count('events'), count('ids')];
  return events === ids ? undefined : `The table of ids lacks ${events - ids} of ${events} events.`;
}

function faultInHeads(database: DatabaseSync): string | undefined {
  const check = faultOfHead(database);
  for (const row of database.prepare(`SELECT ${HEAD_COLUMNS} FROM streams`).iterate()) {
    const fault = check(headOf(row));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
