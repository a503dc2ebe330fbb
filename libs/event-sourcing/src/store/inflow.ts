/** A source that can be told to hold back, as Node's readable streams can. */
export type Tap = Readonly<{ pause: () => void; resume: () => void }>;

/** Items waiting for the reader before the source is paused, and those at which it runs again. */
const HIGH_WATER = 1_024;
const LOW_WATER = 256;

/**
 * Turns pushed items into an async iteration with one reader, keeping their order. `fail` ends it with an error after what was
 * pushed before it; `end` ends it. With `stallMs`, waiting longer than that for the next item calls `onStall`, whose error ends it.
 */
export class Inflow<T> implements AsyncIterableIterator<T> {
  private items: T[] = [];
  private cursor = 0;
  private closed: Readonly<{ error?: unknown }> | null = null;
  private waiting: PromiseWithResolvers<IteratorResult<T>> | null = null;
  private paused = false;
  private stall: NodeJS.Timeout | null = null;

  constructor(
    private readonly tap: Tap,
    private readonly stalled?: Readonly<{ afterMs: number; error: () => Error }>,
  ) {}

  push(item: T): void {
    if (this.closed) return;
    const { waiting } = this;
    if (waiting) {
      this.settle();
      waiting.resolve({ done: false, value: item });
      return;
    }
    this.items.push(item);
    if (!this.paused && this.items.length - this.cursor >= HIGH_WATER) {
      this.paused = true;
      this.tap.pause();
    }
  }

  fail(error: unknown): void {
    this.close({ error });
  }

  end(): void {
    this.close({});
  }

  next(): Promise<IteratorResult<T>> {
    if (this.cursor < this.items.length) return Promise.resolve({ done: false, value: this.take() });
    if (this.closed) return this.conclusion();
    const waiting = Promise.withResolvers<IteratorResult<T>>();
    this.waiting = waiting;
    const { stalled } = this;
    if (stalled) this.stall = setTimeout(() => this.fail(stalled.error()), stalled.afterMs);
    return waiting.promise;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private take(): T {
    const item = this.items[this.cursor] as T;
    this.cursor += 1;
    if (this.cursor === this.items.length) {
      this.items = [];
      this.cursor = 0;
    }
    if (this.paused && this.items.length - this.cursor <= LOW_WATER) {
      this.paused = false;
      this.tap.resume();
    }
    return item;
  }

  private close(closed: Readonly<{ error?: unknown }>): void {
    if (this.closed) return;
    this.closed = closed;
    const { waiting } = this;
    if (!waiting) return;
    this.settle();
    if ('error' in closed) waiting.reject(closed.error);
    else waiting.resolve({ done: true, value: undefined });
  }

  /** The error is told once; a further read sees the end. */
  private conclusion(): Promise<IteratorResult<T>> {
    const closed = this.closed;
    this.closed = {};
    return closed && 'error' in closed ? Promise.reject(closed.error) : Promise.resolve({ done: true, value: undefined });
  }

  private settle(): void {
    this.waiting = null;
    if (this.stall) clearTimeout(this.stall);
    this.stall = null;
  }
}
