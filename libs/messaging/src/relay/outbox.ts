import type { OutgoingRecord } from '@guildhall/kernel';

/** A record that waits to be sent; `arrivedAt` is wall time in ms, `recordedAt` when the store wrote its event. */
export type Waiting = Readonly<{ position: bigint; partition: number; record: OutgoingRecord; recordedAt: string; arrivedAt: number }>;

/** A batch goes out when its oldest record has waited `maxAgeMs`, or `maxRecords` are there: a maximum age, never a quiet period. */
export type Batching = Readonly<{ maxAgeMs: number; maxRecords: number }>;

/**
 * Records between reading and sending. While one batch is under way the next gathers, so a busy relay sends full batches at once and an
 * idle one waits `maxAgeMs` at most. Holds up to four batches: then reading waits (`room`).
 */
export class Outbox {
  private readonly waiting: Waiting[] = [];
  private readonly waiters = new Set<() => void>();

  constructor(private readonly batching: Batching) {}

  get size(): number {
    return this.waiting.length;
  }

  get oldest(): Waiting | undefined {
    return this.waiting[0];
  }

  put(entry: Waiting): void {
    this.waiting.push(entry);
  }

  /** Lets those look again who wait for a change: records came or went, or the relay stops. */
  wake(): void {
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const resolve of waiters) resolve();
  }

  /** Resolves once records can be put, or the signal aborts. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.waiting.length >= this.batching.maxRecords * 4 && !signal.aborted) await this.change();
  }

  /** Resolves when something changed, after `timeoutMs` at the latest. */
  change(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => done(), timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      this.waiters.add(done);
    });
  }

  /** The next batch, once it is full or old enough; fewer where the signal aborts. */
  async take(signal: AbortSignal): Promise<readonly Waiting[]> {
    const { maxAgeMs, maxRecords } = this.batching;
    while (this.waiting.length < maxRecords && !signal.aborted) {
      const left = (this.oldest?.arrivedAt ?? Date.now()) + maxAgeMs - Date.now();
      if (left <= 0) break;
      await this.change(left);
    }
    return this.waiting.slice(0, maxRecords);
  }

  /** The first `count` records were acknowledged. */
  sent(count: number): void {
    this.waiting.splice(0, count);
    this.wake();
  }
}
