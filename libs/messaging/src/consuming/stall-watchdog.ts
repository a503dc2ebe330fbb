/** What a consumer looks like at one moment; `lag` counts records of its partitions that were not handled yet. */
export type ConsumerSight = Readonly<{
  atMs: number;
  lag: bigint;
  handled: number;
  waiting: 'records in hand' | 'nothing in hand';
}>;

/**
 * Notices a consumer that stands still while its lag grows (kafkajs #659): no record came for `stallMs` (default 30,000). Records in
 * hand that are tried again are no stall: a restart would not help them.
 */
export class StallWatchdog {
  private since: ConsumerSight | null = null;

  constructor(private readonly stallMs = 30_000) {}

  /** Tells the watchdog what is seen now; answers `stalled` once, then begins anew. */
  look(sight: ConsumerSight): 'moving' | 'stalled' {
    const since = this.since;
    if (!since || sight.lag === 0n || sight.handled !== since.handled || sight.waiting === 'records in hand') {
      this.since = sight;
      return 'moving';
    }
    if (sight.lag <= since.lag || sight.atMs - since.atMs < this.stallMs) return 'moving';
    this.since = null;
    return 'stalled';
  }
}
