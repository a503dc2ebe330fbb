import type { EventStore } from '@guildhall/event-sourcing';

/** What waits behind a position: events of the service, counted up to 1,000, and the age of the first of them in seconds of wall time. */
export type Behind = Readonly<{ events: number; seconds: number }>;

const NOTHING: Behind = { events: 0, seconds: 0 };
const MOST_COUNTED = 1_000;

/**
 * The log as a scrape looks at it, apart from what runners believe: a runner whose subscription went silent knows of no next event and
 * would call itself up to date. Reads fail as those of the store.
 */
export class LogView {
  private readonly prefixes: readonly string[];
  private asking: Promise<bigint | null> | null = null;

  constructor(
    private readonly log: EventStore,
    service: string,
    private readonly nowMs: () => number,
  ) {
    this.prefixes = [`${service}.`];
  }

  /** Position of the service's last event, null before the first. Families of one scrape ask once. */
  head(): Promise<bigint | null> {
    this.asking ??= this.log.head(this.prefixes).finally(() => (this.asking = null));
    return this.asking;
  }

  /** What lies after `position` (null: before the first event), given the head. */
  async behind(position: bigint | null, head: bigint | null): Promise<Behind> {
    if (head === null || (position !== null && position >= head)) return NOTHING;
    const after = position === null || position < 0n ? {} : { after: position };
    let events = 0;
    let seconds = 0;
    for await (const { recordedAt } of this.log.readAll({ ...after, prefixes: this.prefixes, maxCount: MOST_COUNTED })) {
      if (events === 0) seconds = Math.max(0, (this.nowMs() - Date.parse(recordedAt)) / 1_000);
      events += 1;
    }
    return { events, seconds };
  }
}
