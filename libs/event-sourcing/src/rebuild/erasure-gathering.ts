import { pauseFor } from '../subscriptions/backoff.js';

/** Nobody was forgotten for so long: those who wait are all there are, in ms. */
const QUIET_MS = 1_000;
/** Nobody waits longer for others, in ms; the goal for read models is 60 s. */
const MOST_MS = 5_000;

/** Lets persons who are forgotten soon after one another share one rebuild. Wall time of this process; after a restart nobody is waited for. */
export class ErasureGathering {
  private lastAt = Number.NEGATIVE_INFINITY;
  private readonly firstAt = new Map<string, number>();

  /** An order for a read model was seen. */
  note(model: string): void {
    this.lastAt = performance.now();
    if (!this.firstAt.has(model)) this.firstAt.set(model, this.lastAt);
  }

  /** Resolves when the orders of a read model are to be carried out, or at once when the signal aborts. */
  async over(model: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = performance.now();
      const endsAt = Math.min(this.lastAt + QUIET_MS, (this.firstAt.get(model) ?? now) + MOST_MS);
      if (endsAt <= now || signal.aborted) break;
      await pauseFor(endsAt - now, signal);
    }
    this.firstAt.delete(model);
  }
}
