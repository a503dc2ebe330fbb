import type { DomainEvent } from '@guildhall/kernel';
import { FACT_NOTED } from '../projections/projection.js';
import type { StoredEvent } from '../store/event-store.port.js';

/** Revision of a stream that does not exist. */
export const NO_STREAM = -1n;

/**
 * What is remembered of one stream: its state at a revision, and where each command's events begin. Command ids are never dropped
 * while the entry lives, so a repeat is found without reading the stream.
 */
export class Remembered<S> {
  private readonly firstRevisions = new Map<string, number>();

  constructor(
    private current: S,
    private at: bigint = NO_STREAM,
    private reached: bigint = 0n,
  ) {}

  get state(): S {
    return this.current;
  }

  /** Revision of the last event, `NO_STREAM` where there is none. */
  get revision(): bigint {
    return this.at;
  }

  /** `$all` position of the last event, 0 where there is none. */
  get position(): bigint {
    return this.reached;
  }

  get size(): number {
    return 1 + this.firstRevisions.size;
  }

  /** Revision of the first event of a command, or undefined where the stream does not know it. */
  firstRevisionOf(commandId: string): bigint | undefined {
    const revision = this.firstRevisions.get(commandId);
    return revision === undefined ? undefined : BigInt(revision);
  }

  /** Takes in what comes after the present revision; an event known already changes nothing, so tails may overlap. */
  take<E extends DomainEvent>(event: StoredEvent, evolve: (state: S, event: E) => S): void {
    if (event.revision <= this.at) return;
    // `E` is what the storage contract says lies in this stream; the coded store has brought it to the current version.
    if (event.type !== FACT_NOTED) {
      const next: S | undefined = evolve(this.current, { type: event.type, data: event.data } as E);
      // A type of a newer version falls through: an old process works beside it, and on what it wrote.
      if (next !== undefined) this.current = next;
    }
    this.at = event.revision;
    this.reached = event.position;
    const { commandId } = event.metadata;
    if (!this.firstRevisions.has(commandId)) this.firstRevisions.set(commandId, Number(event.revision));
  }
}

export type MemoryLimits = Readonly<{
  /** Streams remembered at once (default 2,000). */
  streams: number;
  /** Command ids remembered over all streams (default 100,000, about 10 MB); one stream may exceed it alone. */
  commandIds: number;
}>;

/** The streams of one aggregate that were used last. Losing an entry costs a read, never correctness. */
export class AggregateMemory<S> {
  private readonly entries = new Map<string, Remembered<S>>();
  private readonly sizes = new Map<string, number>();
  private readonly born = new WeakMap<Remembered<S>, number>();
  private emptied = 0;
  private total = 0;

  constructor(private readonly limits: MemoryLimits) {}

  /** What is to be known of a stream that is not remembered; kept by `keep` unless the memory is emptied meanwhile. */
  blank(state: S): Remembered<S> {
    const entry = new Remembered(state);
    this.born.set(entry, this.emptied);
    return entry;
  }

  /** Forgets everything, and what is being read at this moment as well: it may hold what an erased key opened. */
  empty(): void {
    this.entries.clear();
    this.sizes.clear();
    this.total = 0;
    this.emptied += 1;
  }

  get(stream: string): Remembered<S> | undefined {
    const entry = this.entries.get(stream);
    if (!entry) return undefined;
    this.entries.delete(stream);
    this.entries.set(stream, entry);
    return entry;
  }

  /** Keeps an entry, or weighs it again after it grew. One that knows less than the present one is not kept. */
  keep(stream: string, entry: Remembered<S>): void {
    if ((this.born.get(entry) ?? this.emptied) !== this.emptied) return;
    const present = this.entries.get(stream);
    if (present && present !== entry && present.revision >= entry.revision) return;
    this.drop(stream);
    this.entries.set(stream, entry);
    this.sizes.set(stream, entry.size);
    this.total += entry.size;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= 1 || (this.entries.size <= this.limits.streams && this.total <= this.limits.commandIds)) break;
      this.drop(oldest);
    }
  }

  drop(stream: string): void {
    this.entries.delete(stream);
    this.total -= this.sizes.get(stream) ?? 0;
    this.sizes.delete(stream);
  }
}
