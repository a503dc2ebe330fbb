import type { RecordedEvent } from '@eventstore/db-client';
import type { EventMetadata, StoredEvent } from './event-store.port.js';
import { partsOfStream } from './stream-name.js';

/** Events that the server writes for itself: metadata, links, tombstones. */
export const isSystemEvent = (stream: string, type: string): boolean => stream.startsWith('$') || type.startsWith('$');

/** A recorded event in the port's shape. Throws a plain error for an event that Guildhall did not write. */
export const storedEventOf = (event: RecordedEvent): StoredEvent | undefined => {
  if (isSystemEvent(event.streamId, event.type)) return undefined;
  const { metadata, position } = event;
  if (!event.isJson || !position || typeof metadata !== 'object' || metadata instanceof Uint8Array || Array.isArray(metadata)) {
    throw new Error(
      `Event ${event.id} at ${event.revision}@${event.streamId} is not one of Guildhall's: JSON, metadata and position expected`,
    );
  }
  return {
    id: event.id,
    type: event.type,
    data: event.data as object,
    // Written by `metadataOf` only, so its shape is ours; the store passes it through.
    metadata: metadata as unknown as EventMetadata,
    stream: event.streamId,
    ...partsOfStream(event.streamId),
    revision: event.revision,
    position: position.commit,
    recordedAt: event.created.toISOString(),
  };
};
