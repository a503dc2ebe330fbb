/** Node's timers count 32 bits of milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/** One timer for the earliest of changing times; it may ring too early, never too late. */
export class Alarm {
  #timer: NodeJS.Timeout | undefined;
  #at = Infinity;

  constructor(
    private readonly elapsed: () => number,
    private readonly ring: () => void,
  ) {}

  /** Rings at one of these times, the first; undefined is never. */
  set(...times: readonly (number | undefined)[]): void {
    const at = Math.min(...times.map((time) => time ?? Infinity));
    // What was set for an earlier time rings then and is set anew: most times only move on.
    if (at >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => this.#fire(), Math.min(LONGEST_MS, Math.max(1, Math.ceil(at - this.elapsed()))));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#at = Infinity;
  }

  #fire(): void {
    this.#at = Infinity;
    this.ring();
  }
}
