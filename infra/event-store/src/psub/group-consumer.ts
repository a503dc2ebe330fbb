import type { Candidate } from './candidate.js';

/** A connected consumer: it takes `size` messages without an answer, and none while its connection is held up. */
export class GroupConsumer implements Candidate {
  #inFlight = 0;
  #paused = false;

  constructor(
    readonly id: number,
    private readonly size: number,
  ) {}

  get room(): number {
    return this.#paused ? 0 : this.slots;
  }

  get slots(): number {
    return Math.max(0, this.size - this.#inFlight);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  delivered(): void {
    this.#inFlight += 1;
  }

  landed(): void {
    this.#inFlight -= 1;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }
}
