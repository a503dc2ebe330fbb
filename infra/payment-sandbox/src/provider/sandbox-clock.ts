import { SandboxError } from '../domain/sandbox-error.js';
import type { SandboxStore } from '../store/sandbox-store.js';

const OFFSET = 'clock.offsetMs';

/** Business time = wall clock + offset. The offset is durable and moves forward only; business time never runs backwards. */
export class SandboxClock {
  private latest: number;

  constructor(
    private readonly store: SandboxStore,
    private readonly wallClock: () => number,
  ) {
    this.latest = store.deliveries.latestOccurredAt();
  }

  get offsetMs(): number {
    return Number(this.store.setting(OFFSET) ?? 0);
  }

  /** Epoch milliseconds of the wall clock: deliveries and signatures. */
  wallNow(): number {
    return this.wallClock();
  }

  /** Epoch milliseconds of business time: everything a settlement file or an event tells. */
  now(): number {
    this.latest = Math.max(this.latest, this.wallClock() + this.offsetMs);
    return this.latest;
  }

  /** Call inside a transaction. The offset that already holds is accepted, so that a repeat is harmless. */
  moveTo(offsetMs: number): void {
    const current = this.offsetMs;
    if (offsetMs < current)
      throw new SandboxError('SANDBOX.CLOCK_BACKWARDS', `The clock is at ${current} ms; it moves forward only`);
    if (offsetMs > current) this.store.saveSetting(OFFSET, `${offsetMs}`);
  }
}
