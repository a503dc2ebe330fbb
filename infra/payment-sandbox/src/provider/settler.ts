import type { SandboxStore } from '../store/sandbox-store.js';
import type { Provider } from './provider.js';
import type { SandboxClock } from './sandbox-clock.js';

/** Longest nap: timers of Node hold 32 bits of milliseconds only, and the wall clock may be set. */
const LONGEST_NAP_MS = 60_000;

/** Wakes the provider when the next payout is due, and tells who wants to know that something was settled. */
export class Settler {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: SandboxStore,
    private readonly provider: Provider,
    private readonly clock: SandboxClock,
    private readonly onSettled: () => void,
  ) {}

  /** Settles what is due now and sleeps until the next instant. Call after every change and every move of the clock. */
  wake(): void {
    clearTimeout(this.timer);
    const dueAt = this.store.payouts.nextDueAt();
    if (dueAt !== null && dueAt <= this.clock.now()) {
      this.store.transaction(() => this.provider.settleDue());
      this.onSettled();
    }
    const next = this.store.payouts.nextDueAt();
    if (next === null) return;
    this.timer = setTimeout(() => this.wake(), Math.min(Math.max(next - this.clock.now(), 1), LONGEST_NAP_MS));
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
