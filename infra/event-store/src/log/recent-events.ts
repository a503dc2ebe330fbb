import type { StoredEvent } from './record.js';

/** Live readers are this close to the end; who falls behind queries. Of more, collections of garbage would have to move each. */
const MAX_EVENTS = 2_048;
const MAX_BYTES = 8 * 1024 * 1024;

/** The newest committed events, shared by all live readers so that they need not query. */
export class RecentEvents {
  #events: StoredEvent[] = [];
  #bytes = 0;
  /** Every event after this position is here. */
  #floor: number;

  constructor(lastPosition: number) {
    this.#floor = lastPosition;
  }

  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#bytes += sizeOf(event);
    }
    if (this.#events.length > MAX_EVENTS || this.#bytes > MAX_BYTES) this.#shrink();
  }

  /** Up to `limit` events after `position`, lowest first; undefined where some of them are no longer kept. */
  after(position: number, limit: number): readonly StoredEvent[] | undefined {
    if (position < this.#floor) return undefined;
    const first = this.#firstAfter(position);
    return this.#events.slice(first, first + limit);
  }

  // Down to half, so that the cost of moving the rest is spread over many appends.
  #shrink(): void {
    let dropped = 0;
    while (this.#events.length - dropped > MAX_EVENTS / 2 || this.#bytes > MAX_BYTES / 2) {
      const event = this.#events[dropped];
      if (!event) break;
      this.#bytes -= sizeOf(event);
      this.#floor = event.position;
      dropped += 1;
    }
    this.#events = this.#events.slice(dropped);
  }

  #firstAfter(position: number): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.position ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const sizeOf = ({ data, metadata }: StoredEvent): number => data.length + metadata.length + 256;
