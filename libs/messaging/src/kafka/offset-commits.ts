import { backoffMs, pauseFor, type Backoff } from '@guildhall/event-sourcing';
import type { IncomingRecord } from '../consuming/fact-source.js';

export type CommittedOffset = { topic: string; partition: number; offset: string };

const RETRY: Backoff = { baseMs: 200, factor: 2, maxMs: 2_000 };

/**
 * Commits what was handled, one request at a time: while one is under way, later offsets gather and go together. A commit that fails is
 * tried again with what has come since; one of an earlier assignment is dropped (`forget`), because the partition may be another's by
 * now (kafkajs #1046). Repeats that follow are harmless: consumers are idempotent.
 */
export class OffsetCommits {
  private readonly handled = new Map<string, CommittedOffset>();
  private running: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly commit: (offsets: CommittedOffset[]) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** The record's effect is durable: its offset may be committed. */
  note({ topic, partition, offset }: IncomingRecord): void {
    this.handled.set(`${topic}|${partition}`, { topic, partition, offset: (BigInt(offset) + 1n).toString() });
    if (!this.stopping.signal.aborted) this.running ??= this.run();
  }

  /** The assignment changed: what was not committed yet belongs to the earlier one. */
  forget(): void {
    this.handled.clear();
  }

  /** Commits what is left, with one try, and ends. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    if (this.handled.size === 0) return;
    await this.tryOnce();
  }

  private async run(): Promise<void> {
    for (let attempt = 1; this.handled.size > 0 && !this.stopping.signal.aborted; attempt++) {
      if (await this.tryOnce()) attempt = 0;
      else await pauseFor(backoffMs(attempt, RETRY), this.stopping.signal);
    }
    this.running = null;
  }

  private async tryOnce(): Promise<boolean> {
    const offered = [...this.handled.entries()];
    try {
      await this.commit(offered.map(([, offset]) => offset));
    } catch (error) {
      this.failed(error);
      return false;
    }
    for (const [key, offset] of offered) if (this.handled.get(key) === offset) this.handled.delete(key);
    return true;
  }
}
