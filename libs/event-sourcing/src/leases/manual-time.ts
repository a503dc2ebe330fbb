import type { LeaseTime } from './lease.js';

type Sleeper = { readonly until: number; wake(): void };

/** For specs: time that stands still until it is moved. */
export class ManualTime implements LeaseTime {
  private ms = 0;
  private readonly sleepers = new Set<Sleeper>();

  readonly now = (): number => this.ms;

  readonly pause = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: Sleeper = {
        until: this.ms + ms,
        wake: () => {
          this.sleepers.delete(sleeper);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });

  /** Moves on in small steps; after each one, whoever woke has run until it waits again. */
  async advance(ms: number): Promise<void> {
    const end = this.ms + ms;
    while (this.ms < end) {
      this.ms = Math.min(end, this.ms + 100);
      for (const sleeper of [...this.sleepers]) if (sleeper.until <= this.ms) sleeper.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
