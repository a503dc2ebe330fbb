import type { OutgoingRecord } from '@guildhall/kernel';

/** A record that waits to be sent; `arrivedAt` is wall time in ms, `recordedAt` when the store wrote its event, `size` in bytes. */
export type Waiting = Readonly<{
  position: bigint;
  partition: number;
  record: OutgoingRecord;
  size: number;
  recordedAt: string;
  arrivedAt: number;
}>;

/**
 * Bytes of one partition's records in one send: Kafka refuses a record batch over 1 MiB (`max.message.bytes`, 1,048,588 by default),
 * frame included.
 */
export const MOST_BYTES = 900_000;

/** Bytes per record and header that the frame needs at most (lengths as variable-size integers). */
const FRAME_BYTES = 12;

/** Size of a record in a batch, in bytes, frame included. */
export const sizeOf = ({ key, value, headers }: OutgoingRecord): number => {
  let size = Buffer.byteLength(key) + Buffer.byteLength(value) + 2 * FRAME_BYTES;
  for (const [name, text] of Object.entries(headers)) size += Buffer.byteLength(name) + Buffer.byteLength(text) + FRAME_BYTES;
  return size;
};

/** A batch goes out when its oldest record has waited `maxAgeMs`, or `maxRecords` are there: a maximum age, never a quiet period. */
export type Batching = Readonly<{ maxAgeMs: number; maxRecords: number }>;

/**
 * Records between reading and sending. While one batch is under way the next gathers, so a busy relay sends full batches at once and an
 * idle one waits `maxAgeMs` at most. Holds up to four batches: then reading waits (`room`).
 */
export class Outbox {
  private readonly waiting: Waiting[] = [];
  private readonly waiters = new Set<() => void>();

  constructor(private readonly batching: Batching) {}

  get size(): number {
    return this.waiting.length;
  }

  get oldest(): Waiting | undefined {
    return this.waiting[0];
  }

  put(entry: Waiting): void {
    this.waiting.push(entry);
  }

  /** Lets those look again who wait for a change: records came or went, or the relay stops. */
  wake(): void {
    const waiters = [...this.waiters];
    this.waiters.clear();
    for (const resolve of waiters) resolve();
  }

  /** Resolves once records can be put, or the signal aborts. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.waiting.length >= this.batching.maxRecords * 4 && !signal.aborted) await this.change();
  }

  /** Resolves when something changed, after `timeoutMs` at the latest. */
  change(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => done(), timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.waiters.delete(done);
        resolve();
      };
      this.waiters.add(done);
    });
  }

  /** The next batch, once it is full or old enough; fewer where the signal aborts. */
  async take(signal: AbortSignal): Promise<readonly Waiting[]> {
    const { maxAgeMs, maxRecords } = this.batching;
    while (this.waiting.length < maxRecords && !signal.aborted) {
      const left = (this.oldest?.arrivedAt ?? Date.now()) + maxAgeMs - Date.now();
      if (left <= 0) break;
      await this.change(left);
    }
    return this.waiting.slice(0, this.sendable(maxRecords));
  }

  /** How many of the first records fit: a partition's share stays below what the broker takes. */
  private sendable(maxRecords: number): number {
    const bytes = new Map<number, number>();
    const end = Math.min(this.waiting.length, maxRecords);
    for (let count = 0; count < end; count++) {
      const { partition, size } = this.waiting[count] as Waiting;
      const share = (bytes.get(partition) ?? 0) + size;
      if (share > MOST_BYTES && count > 0) return count;
      bytes.set(partition, share);
    }
    return end;
  }

  /** The first `count` records were acknowledged. */
  sent(count: number): void {
    this.waiting.splice(0, count);
    this.wake();
  }
}
