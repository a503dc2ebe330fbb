import { backoffMs, pauseFor, type Backoff } from '@guildhall/event-sourcing';
import type { IncomingRecord } from './fact-source.js';

export type LaneOptions = Readonly<{
  handle(record: IncomingRecord): Promise<void>;
  /** Called after the effect of the record; the offset may be committed now. */
  done(record: IncomingRecord): void;
  failed(record: IncomingRecord, error: unknown, attempt: number): void;
  /** A record fails, or more than `highWater` wait: fetch no more of this partition, until `resume`. */
  pause(): void;
  resume(): void;
  backoff: Backoff;
  highWater: number;
}>;

/**
 * One partition's records: one after another, a failing one again and again with backoff, so the order of a key holds. Other
 * partitions have lanes of their own, so none waits for this one; the fetch loop stays free and keeps the heartbeats.
 */
export class PartitionLane {
  private waiting: IncomingRecord[] = [];
  private running: Promise<void> | null = null;
  private round = 0;
  private lastTaken = -1n;
  private isPaused = false;
  private readonly stopping = new AbortController();

  constructor(private readonly options: LaneOptions) {}

  /** Records handed over and not yet handled. */
  get size(): number {
    return this.waiting.length;
  }

  get paused(): boolean {
    return this.isPaused;
  }

  /** Takes records in offset order; those taken before in this round are dropped. */
  push(records: readonly IncomingRecord[]): void {
    if (this.stopping.signal.aborted) return;
    for (const record of records) {
      const offset = BigInt(record.offset);
      if (offset <= this.lastTaken) continue;
      this.lastTaken = offset;
      this.waiting.push(record);
    }
    this.throttle();
    if (this.waiting.length > 0) this.running ??= this.run();
  }

  /**
   * The partition was assigned anew: what waits is delivered again from the committed offset. The record in hand is finished first,
   * so a fact is never handled twice at once here; its offset is no longer this round's and is not reported.
   */
  reset(): void {
    this.round += 1;
    this.waiting = [];
    this.lastTaken = -1n;
    this.throttle();
  }

  /** Takes nothing more and waits for the record in hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.waiting = [];
    await this.running;
  }

  private async run(): Promise<void> {
    let record;
    while ((record = this.waiting[0]) && !this.stopping.signal.aborted) {
      const round = this.round;
      const outcome = await this.handle(record, round);
      if (outcome === 'given up' || round !== this.round) continue;
      this.waiting.shift();
      this.options.done(record);
      this.throttle();
    }
    this.running = null;
  }

  private async handle(record: IncomingRecord, round: number): Promise<'handled' | 'given up'> {
    for (let attempt = 1; !this.stopping.signal.aborted && round === this.round; attempt++) {
      try {
        await this.options.handle(record);
        return 'handled';
      } catch (error) {
        // A handler that was told to stop rejects, too: that is no failure to report.
        if (!this.stopping.signal.aborted) this.report(record, error, attempt);
        await pauseFor(backoffMs(attempt, this.options.backoff), this.stopping.signal);
      }
    }
    return 'given up';
  }

  private report(record: IncomingRecord, error: unknown, attempt: number): void {
    this.options.failed(record, error, attempt);
    this.hold();
  }

  private hold(): void {
    if (this.isPaused) return;
    this.isPaused = true;
    this.options.pause();
  }

  private throttle(): void {
    if (this.waiting.length > this.options.highWater) {
      this.hold();
    } else if (this.isPaused && this.waiting.length <= this.options.highWater / 2) {
      this.isPaused = false;
      this.options.resume();
    }
  }
}
