import { pauseFor } from '../subscriptions/backoff.js';

/** Lets queries of this process wait for its projector without asking the database over and over. */
export class Advances {
  private readonly waiting = new Map<string, Set<AbortController>>();

  /** Resolves at the next `tell` of this name, or after `ms`. */
  async next(name: string, ms: number): Promise<void> {
    const waiter = new AbortController();
    const waiters = this.waiting.get(name) ?? new Set();
    this.waiting.set(name, waiters.add(waiter));
    await pauseFor(ms, waiter.signal);
    waiters.delete(waiter);
  }

  tell(name: string): void {
    for (const waiter of this.waiting.get(name) ?? []) waiter.abort();
  }
}
