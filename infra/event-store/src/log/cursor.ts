import type { Log } from './log.js';
import type { StoredEvent } from './record.js';

/** Events read in one go by a cursor; between pages other work gets its turn. */
const PAGE = 256;

/** A place in the committed log. `next` answers what follows, lowest first: nothing means that the end is reached for now. */
export interface Cursor {
  /** The stream whose growth matters, undefined for the whole log. */
  readonly stream: string | undefined;
  next(): readonly StoredEvent[];
}

/** Forwards through one stream, revisions above `after`. Fails with `StreamTombstoned` once the stream is deleted for good. */
export class StreamCursor implements Cursor {
  #after: number;

  constructor(
    private readonly log: Log,
    readonly stream: string,
    after: number,
  ) {
    this.#after = after;
  }

  next(): readonly StoredEvent[] {
    const { head, first } = this.log.visible(this.stream);
    if (this.#after >= head.lastRevision) return [];
    const events = this.log.reader.streamForwards(head.id, Math.max(this.#after + 1, first), head.lastRevision, PAGE);
    this.#after = events.at(-1)?.revision ?? this.#after;
    return events;
  }
}

/** Forwards through the whole log, positions above `after`. */
export class AllCursor implements Cursor {
  readonly stream = undefined;
  #after: number;

  constructor(
    private readonly log: Log,
    after: number,
  ) {
    this.#after = after;
  }

  next(): readonly StoredEvent[] {
    const events = this.log.allAfter(this.#after, PAGE);
    this.#after = events.at(-1)?.position ?? this.#after;
    return events;
  }
}
