import { pauseFor } from '../subscriptions/backoff.js';

/** Lets queries of this process wait for its projector without asking the database over and over. */
export class Advances {
  private readonly positions = new Map<string, bigint>();
  private readonly waiting = new Map<string, Set<AbortController>>();

  /** Resolves at the next `tell` of this name, or after `ms`. */
  async next(name: string, ms: number): Promise<void> {
    const waiter = new AbortController();
    const waiters = this.waiting.get(name) ?? new Set();
    this.waiting.set(name, waiters.add(waiter));
    await pauseFor(ms, waiter.signal);
    waiters.delete(waiter);
  }

  /** The position that this process's projector reached, null where it has none. */
  known(name: string): bigint | null {
    return this.positions.get(name) ?? null;
  }

  tell(name: string, position: bigint): void {
    this.positions.set(name, position);
    for (const waiter of this.waiting.get(name) ?? []) waiter.abort();
  }
}
