import { METADATA_OF_METADATA, parseMetadata, type StreamMetadata } from './metadata.js';
import { isMetadataStream, type StreamHead } from './record.js';

export const metadataOf = (head: Pick<StreamHead, 'name' | 'metadataJson'>): StreamMetadata =>
  isMetadataStream(head.name) ? METADATA_OF_METADATA : parseMetadata(head.metadataJson);

/** Soft-deleted: reads say the stream does not exist, a later append continues its numbering. */
export const isSoftDeleted = (metadata: StreamMetadata): boolean => metadata.truncateBefore === 'deleted';

/**
 * First revision that a reader may see, last + 1 where nothing is visible: the highest of `$tb`, `$maxCount` from the end, and
 * the first event not older than `$maxAge`. `createdAt` answers the milliseconds of one revision and is asked O(log n) times;
 * times never decrease along a stream.
 */
export function firstVisible(
  lastRevision: number,
  metadata: StreamMetadata,
  now: number,
  createdAt: (revision: number) => number,
): number {
  const { maxCount, maxAge, truncateBefore } = metadata;
  if (truncateBefore === 'deleted') return lastRevision + 1;
  const byCount = maxCount === undefined ? 0 : lastRevision + 1 - maxCount;
  const first = Math.min(Math.max(0, truncateBefore ?? 0, byCount), lastRevision + 1);
  return maxAge === undefined ? first : firstNotOlder(first, lastRevision, now - maxAge * 1000, createdAt);
}

function firstNotOlder(from: number, to: number, oldest: number, createdAt: (revision: number) => number): number {
  let [low, high] = [from, to + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (createdAt(middle) >= oldest) high = middle;
    else low = middle + 1;
  }
  return low;
}
