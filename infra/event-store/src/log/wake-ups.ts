import type { StoredEvent } from './record.js';

/** Tells waiting subscribers that something was committed. It carries no events: each reads on from its own place. */
export class WakeUps {
  readonly #all = new Set<() => void>();
  readonly #byStream = new Map<string, Set<() => void>>();

  /** Calls `wake` once at the next commit; a stream's waiter only at one that touches the stream. Returns its withdrawal. */
  next(stream: string | undefined, wake: () => void): () => void {
    if (stream === undefined) {
      this.#all.add(wake);
      return () => void this.#all.delete(wake);
    }
    const waiters = this.#byStream.get(stream) ?? new Set();
    this.#byStream.set(stream, waiters.add(wake));
    return () => {
      waiters.delete(wake);
      if (waiters.size === 0 && this.#byStream.get(stream) === waiters) this.#byStream.delete(stream);
    };
  }

  wake(events: readonly StoredEvent[]): void {
    const waiting = [...this.#all];
    this.#all.clear();
    for (const stream of this.#byStream.size > 0 ? new Set(events.map((event) => event.stream)) : []) {
      waiting.push(...(this.#byStream.get(stream) ?? []));
      this.#byStream.delete(stream);
    }
    for (const wake of waiting) wake();
  }
}
