import type { SQLOutputValue } from 'node:sqlite';
import { TOMBSTONE_REVISION } from './record.js';

/** A row of `streams`; `firstRevision` is the lowest one that scavenging has left, `lastRevision` that of the last event. */
export type HeadRow = Readonly<{
  id: number;
  name: string;
  firstRevision: number;
  lastRevision: number;
  tombstoned: boolean;
  metadataJson: string | null;
  metadataRevision: number;
}>;

/**
 * The last revision of a row of `streams`. Kept there it would be a page more to write with every append; the index of streams and
 * revisions has it. Where a scavenge left nothing, `first_rev` is the one after it.
 */
const LAST_REVISION = `ifnull(
  (SELECT max(rev) FROM events WHERE stream_id = streams.id AND rev < ${TOMBSTONE_REVISION}), first_rev - 1)`;

export const HEAD_COLUMNS = `id, name, first_rev, ${LAST_REVISION} AS last_rev, tombstoned, meta_json, meta_rev`;

export function headOf(row: Record<string, SQLOutputValue>): HeadRow {
  const json = row['meta_json'];
  return {
    id: Number(row['id']),
    name: String(row['name']),
    firstRevision: Number(row['first_rev']),
    lastRevision: Number(row['last_rev']),
    tombstoned: row['tombstoned'] === 1,
    metadataJson: typeof json === 'string' ? json : null,
    metadataRevision: Number(row['meta_rev']),
  };
}
