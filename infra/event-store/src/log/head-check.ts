import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { HEAD_COLUMNS, type HeadRow } from './head-row.js';
import { isMetadataStream, metadataStreamOf, originalStreamOf, TOMBSTONE_REVISION } from './record.js';

/** Compares the head of one stream with the events that lie in the log; answers the first difference in one sentence. */
export function faultOfHead(database: DatabaseSync): (head: HeadRow) => string | undefined {
  const first = database.prepare('SELECT min(rev) AS low FROM events WHERE stream_id = ? AND rev < ?');
  const tombstone = database.prepare('SELECT pos FROM events WHERE stream_id = ? AND rev = ?');
  const lastMetadata = database.prepare(
    `SELECT s.last_rev, s.tombstoned, e.is_json, e.data FROM (SELECT ${HEAD_COLUMNS} FROM streams WHERE name = ?) s
     LEFT JOIN events e ON e.stream_id = s.id AND e.rev = s.last_rev`,
  );
  const isDead = database.prepare('SELECT tombstoned FROM streams WHERE name = ?');
  return (head) => {
    const { id, name, firstRevision } = head;
    const { low } = first.get(id, TOMBSTONE_REVISION) ?? {};
    const removed = head.tombstoned || (isMetadataStream(name) && isDead.get(originalStreamOf(name))?.['tombstoned'] === 1);
    const empty = low === null && (removed || firstRevision === 0);
    if (!empty && low !== firstRevision) return `Stream '${name}' should begin with revision ${firstRevision}, not ${text(low)}.`;
    const dead = tombstone.get(id, TOMBSTONE_REVISION) !== undefined;
    if (dead !== head.tombstoned) return `Stream '${name}' ${dead ? 'has' : 'lacks'} a tombstone, against its head.`;
    return head.tombstoned ? undefined : metadataFault(head, lastMetadata.get(metadataStreamOf(name)));
  };
}

function metadataFault(
  { name, metadataRevision, metadataJson }: HeadRow,
  row: Record<string, SQLOutputValue> | undefined,
): string | undefined {
  const last = Number(row?.['last_rev'] ?? -1);
  if (last !== metadataRevision)
    return `The metadata of stream '${name}' is at revision ${last}, its head says ${metadataRevision}.`;
  // Of a tombstoned stream of metadata a scavenge leaves the tombstone only; what it said holds on.
  if (row?.['tombstoned'] === 1) return undefined;
  const data = row?.['data'];
  const json = row?.['is_json'] === 1 && data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : null;
  return json === metadataJson ? undefined : `The head of stream '${name}' holds other metadata than its last event.`;
}

const text = (revision: SQLOutputValue | undefined): string =>
  revision === null || revision === undefined ? 'nothing' : String(revision);
