/**
 * Revision of the `$streamDeleted` event. The protocol says 2^63-1, which neither a JS number nor a plain SQLite read can
 * carry: it is stored as the largest safe integer and widened at the wire (`rpc/wire.ts`).
 */
export const TOMBSTONE_REVISION = Number.MAX_SAFE_INTEGER;

/** An event as a client hands it in. `id` is a UUID in lower-case text. */
export type ProposedEvent = Readonly<{
  id: string;
  type: string;
  isJson: boolean;
  data: Uint8Array;
  metadata: Uint8Array;
}>;

/**
 * An event as it lies in the log. `position` and `revision` stay far below 2^53 (positions count bytes), so plain numbers are
 * exact inside the server; the wire layer speaks 64-bit text. `created` is milliseconds since 1970, never decreasing.
 */
export type StoredEvent = ProposedEvent & Readonly<{ position: number; stream: string; revision: number; created: number }>;

/** What the server knows of a stream without reading its events. `id` 0: never written; `lastRevision` -1: no events. */
export type StreamHead = {
  id: number;
  readonly name: string;
  lastRevision: number;
  tombstoned: boolean;
  /** JSON text of the last event of the metadata stream, null where that event is missing or not JSON. */
  metadataJson: string | null;
  /** Last revision of the metadata stream, -1 where there is none. */
  metadataRevision: number;
};

/** Streams whose name begins with `$$` hold the metadata of the stream named by the rest. */
export const isMetadataStream = (name: string): boolean => name.startsWith('$$');
export const metadataStreamOf = (name: string): string => `$$${name}`;
export const originalStreamOf = (name: string): string => name.slice(2);

/** Bytes that an event takes beyond its name, type, data and metadata: keys and row header, counted into its position. */
const RECORD_OVERHEAD = 64;

/** By how much an event moves the end of the log: its position is the one before it plus this. */
export const lengthInLog = (stream: string, type: string, dataBytes: number, metadataBytes: number): number =>
  RECORD_OVERHEAD + stream.length + type.length + dataBytes + metadataBytes;
