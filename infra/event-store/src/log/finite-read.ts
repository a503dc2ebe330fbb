import type { EventFilter } from './filter.js';
import type { Log } from './log.js';
import type { StoredEvent } from './record.js';

export type Direction = 'forwards' | 'backwards';
const PAGE = 512;

/** Events of one stream as it is now, from a revision, included, both ways; undefined where no such stream can be read. */
export function readStream(
  log: Log,
  stream: string,
  from: number,
  direction: Direction,
): Iterable<readonly StoredEvent[]> | undefined {
  const { head, first, exists } = log.visible(stream);
  if (!exists) return undefined;
  const last = head.lastRevision;
  return direction === 'forwards'
    ? pages(
        Math.max(from, first),
        (low) => log.reader.streamForwards(head.id, low, last, PAGE),
        ({ revision }) => revision + 1,
      )
    : pages(
        Math.min(from, last),
        (high) => log.reader.streamBackwards(head.id, first, high, PAGE),
        ({ revision }) => revision - 1,
      );
}

/** Events of the log as it is now: from a position, included, forwards; from the one below it backwards. */
export function readAll(log: Log, from: number, direction: Direction, filter?: EventFilter): Iterable<readonly StoredEvent[]> {
  const last = log.lastPosition;
  const all =
    direction === 'forwards'
      ? pages(
          from,
          (low) => log.reader.allForwards(low, last, PAGE),
          ({ position }) => position + 1,
        )
      : pages(
          Math.min(from - 1, last),
          (high) => log.reader.allBackwards(0, high, PAGE),
          ({ position }) => position - 1,
        );
  return filter ? matching(all, filter) : all;
}

function* pages(
  from: number,
  read: (from: number) => StoredEvent[],
  after: (event: StoredEvent) => number,
): Iterable<readonly StoredEvent[]> {
  for (let next = from; ;) {
    const events = read(next);
    const last = events.at(-1);
    if (!last) return;
    yield events;
    next = after(last);
  }
}

function* matching(all: Iterable<readonly StoredEvent[]>, filter: EventFilter): Iterable<readonly StoredEvent[]> {
  for (const events of all) yield events.filter(filter.matches);
}
