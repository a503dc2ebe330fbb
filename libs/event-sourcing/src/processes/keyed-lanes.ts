import { Latch } from '../subscriptions/latch.js';

/** Lets so many attempts run at once; those who wait go first come, first served. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(size: number) {
    this.free = size;
  }

  async run<R>(work: () => Promise<R>): Promise<R> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}

type Entry = { readonly position: bigint; readonly recordedAt: number; open: number; delivered: number };

/**
 * Which positions are done when work on them ends out of order: only the highest contiguous one counts. `recordedAt` (ms) of the first
 * open one is what the lag is counted from.
 */
export class Contiguous {
  private readonly entries: Entry[] = [];
  private readonly room = new Latch();
  private delivered = 0;

  constructor(private reached: bigint | null) {}

  get position(): bigint | null {
    return this.reached;
  }

  get openSince(): number | null {
    return this.entries[0]?.recordedAt ?? null;
  }

  get size(): number {
    return this.entries.length;
  }

  /** Begins a position that `tasks` pieces of work belong to; call the answer once at the end of each. Positions come in order. */
  begin(position: bigint, recordedAt: number, tasks: number): () => void {
    const entry = { position, recordedAt, open: tasks, delivered: tasks };
    this.entries.push(entry);
    this.settle();
    return () => {
      entry.open -= 1;
      this.settle();
    };
  }

  /** Deliveries since the last call: what a checkpoint is written for. */
  takeDelivered(): number {
    const { delivered } = this;
    this.delivered = 0;
    return delivered;
  }

  /** Waits until fewer than `limit` positions are open, or the signal aborts. */
  async below(limit: number, signal: AbortSignal): Promise<void> {
    const abort = (): void => this.room.open();
    signal.addEventListener('abort', abort, { once: true });
    while (this.entries.length >= limit && !signal.aborted) await this.room.wait();
    signal.removeEventListener('abort', abort);
  }

  private settle(): void {
    for (let first = this.entries[0]; first?.open === 0; first = this.entries[0]) {
      this.entries.shift();
      this.reached = first.position;
      this.delivered += first.delivered;
    }
    this.room.open();
  }
}
