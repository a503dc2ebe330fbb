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
  const damage = integrityFault(database);
  if (damage !== undefined) return { kind: 'faulty', fault: damage };
  const along = alongPositions(database);
  // A gap says least of what is missing there: what the other passes find of it is named first.
  const fault = along.fault ?? faultAlongRevisions(database) ?? faultInIds(database) ?? faultInHeads(database) ?? along.gap;
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

function alongPositions(database: DatabaseSync): Readonly<{ fault?: string; gap?: string }> {
  const rows = database.prepare(
    `SELECT e.pos, s.name, t.name, length(e.event_id), e.created, length(e.data), length(e.meta) FROM events e
     LEFT JOIN streams s ON s.id = e.stream_id LEFT JOIN types t ON t.id = e.type_id ORDER BY e.pos`,
  );
  rows.setReturnArrays(true);
  const scavenged = lastAfterAScavenge(database);
  let [end, time] = [0, 0];
  let gap: string | undefined;
  for (const row of rows.iterate()) {
    const [position, stream, type, idLength, created, dataLength, metadataLength] = row as unknown as AlongPositions;
    const at = `The event at position ${position}`;
    if (stream === null) return { fault: `${at} belongs to a stream that is not known.` };
    if (type === null) return { fault: `${at} has a type that is not known.` };
    if (idLength !== 16) return { fault: `${at} has an id of ${idLength} bytes.` };
    const beginning = position - lengthInLog(stream, type, dataLength, metadataLength);
    if (beginning < end) return { fault: `${at} overlaps the one before it, at position ${end}.` };
    if (beginning > end && position > scavenged) gap ??= `${at} does not follow the one before it, at position ${end}.`;
    if (created < time) return { fault: `${at} is older than the one before it.` };
    [end, time] = [position, created];
  }
  return gap === undefined ? {} : { gap };
}

// An event begins where the one before it ends, unless a scavenge was between them. What that removed lay before the first event that it
// left of the stream, or before the tombstone of the stream that metadata were of: after the last of those nothing was removed.
function lastAfterAScavenge(database: DatabaseSync): number {
  const row = database
    .prepare(
      `SELECT max(ifnull(
         (SELECT pos FROM events WHERE stream_id = s.id ORDER BY rev LIMIT 1),
         (SELECT e.pos FROM streams o JOIN events e ON e.stream_id = o.id WHERE o.name = substr(s.name, 3) AND e.rev = ${TOMBSTONE_REVISION})
       )) AS pos FROM streams s WHERE s.first_rev > 0`,
    )
    .get();
  return Number(row?.['pos'] ?? 0);
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
