import { StreamTombstoned } from './stream-tombstoned.js';
import type { Log } from './log.js';
import type { StoredEvent } from './record.js';

export const LINK_TYPE = '$>';

/** An event as a reader gets it. `event` is absent where a link's target is missing, truncated or deleted. */
export type ResolvedEvent = Readonly<{ event?: StoredEvent; link?: StoredEvent }>;

/** Follows a link (`revision@stream`) to what it points at; any other event is itself. */
export function resolve(log: Log, event: StoredEvent): ResolvedEvent {
  if (event.type !== LINK_TYPE) return { event };
  const target = linkTarget(event);
  const found = target && findVisible(log, target.stream, target.revision);
  return found ? { event: found, link: event } : { link: event };
}

/** What a link points at; undefined for an event that is none, or whose data are no link's. */
export function linkTarget({ type, data }: StoredEvent): { revision: number; stream: string } | undefined {
  if (type !== LINK_TYPE) return undefined;
  const [, revision, stream] = /^(\d+)@(.+)$/s.exec(Buffer.from(data).toString('utf8')) ?? [];
  return revision === undefined || stream === undefined ? undefined : { revision: Number(revision), stream };
}

function findVisible(log: Log, stream: string, revision: number): StoredEvent | undefined {
  try {
    const { head, first, exists } = log.visible(stream);
    if (!exists || revision < first || revision > head.lastRevision) return undefined;
    return log.reader.streamForwards(head.id, revision, revision, 1)[0];
  } catch (error) {
    if (error instanceof StreamTombstoned) return undefined;
    throw error;
  }
}
