import { LINK_TYPE } from '../../log/links.js';
import { parseMetadata } from '../../log/metadata.js';
import { isMetadataStream, originalStreamOf, TOMBSTONE_REVISION, type StoredEvent } from '../../log/record.js';
import { textOf } from './bytes.js';
import type { JsonObject } from './json.js';

/** Type of an event that names a stream, as a link names an event. */
export const REFERENCE_TYPE = '$@';

/** What a projection writes about one event: a link (`revision@stream`) or a reference to a stream (its name). */
export type Emission = Readonly<{
  stream: string;
  type: typeof LINK_TYPE | typeof REFERENCE_TYPE;
  data: string;
  /** Metadata beyond the stamp that every emitted event carries. */
  extra?: JsonObject;
}>;

/** The parts of a stored event that projections look at. */
export type SourceEvent = Pick<StoredEvent, 'stream' | 'revision' | 'type' | 'id' | 'created' | 'data' | 'metadata'>;

const isSystemStream = (name: string): boolean => name.startsWith('$');
const DELETED_TYPE = '$streamDeleted';
const METADATA_TYPE = '$metadata';
/** Links name the tombstone by its revision of the protocol, 2^63-1. */
const TOMBSTONE_TEXT = '9223372036854775807';

/**
 * Whether projections over the whole log see an event (23.10's filter): those of streams without `$` and of their metadata
 * streams. Everything that projections write lies in system streams, so none feeds on itself or another.
 */
export const isSource = ({ stream }: Pick<SourceEvent, 'stream'>): boolean =>
  !isSystemStream(stream) || (isMetadataStream(stream) && !isSystemStream(originalStreamOf(stream)));

/** The stream that an event tells about: metadata tell about the stream they belong to. */
export const subjectOf = ({ stream }: Pick<SourceEvent, 'stream'>): string =>
  isMetadataStream(stream) ? originalStreamOf(stream) : stream;

/** Whether an event deletes its subject: a tombstone, or metadata that hide every event. */
export function deletesStream({ stream, type, data }: SourceEvent): boolean {
  if (!isMetadataStream(stream)) return type === DELETED_TYPE;
  return type === METADATA_TYPE && parseMetadata(textOf(data)).truncateBefore === 'deleted';
}

/** Data of a link to an event under a stream's name. A link is not linked to: what it points at is passed on. */
export const linkTo = (event: SourceEvent, stream = event.stream): string =>
  event.type === LINK_TYPE
    ? textOf(event.data)
    : `${event.revision === TOMBSTONE_REVISION ? TOMBSTONE_TEXT : event.revision}@${stream}`;

/** The mark of 23.10 on links to deletions. */
export const DELETED_MARK = { $deleted: -1 } as const;
