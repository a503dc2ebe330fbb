import type { StoredEvent } from '../log/record.js';

/** Events read in one statement; groups take them in smaller pieces, and a statement for each would cost more than they do. */
export const PAGE = 256;

/** A page of events read once and handed out bit by bit, in order. */
export class ReadAhead {
  #page: readonly StoredEvent[] = [];
  #after: number | undefined;

  /** What comes after a place: the rest of the page where it goes on there, else what `read` finds. */
  after(place: number, read: () => readonly StoredEvent[]): readonly StoredEvent[] {
    if (this.#after !== place || this.#page.length === 0) this.#page = read();
    return this.#page;
  }

  /** The first so many are used up; the next ask is for what comes after `place`. */
  used(count: number, place: number): void {
    this.#page = this.#page.slice(count);
    this.#after = place;
  }
}
