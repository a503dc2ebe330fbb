import type { StreamHead } from './record.js';

/** Stream heads kept in memory; beyond this many the longest unused are loaded again when asked for. */
const MAX_HEADS = 50_000;

/** Cache of stream heads, loaded lazily. Changed heads stay until their transaction has ended. */
export class Heads {
  readonly #heads = new Map<string, StreamHead>();
  readonly #load: (name: string) => StreamHead | undefined;

  constructor(load: (name: string) => StreamHead | undefined) {
    this.#load = load;
  }

  /** The head of a stream; id 0 marks one that was never written to. */
  get(name: string): StreamHead {
    const known = this.#heads.get(name);
    const head = known ?? this.#load(name) ?? missing(name);
    if (known) this.#heads.delete(name);
    this.#heads.set(name, head);
    return head;
  }

  forgetAll(): void {
    this.#heads.clear();
  }

  /** Drops the longest unused heads. Never called inside a transaction: what it changed is not stored yet. */
  trim(): void {
    for (const name of this.#heads.keys()) {
      if (this.#heads.size <= MAX_HEADS) return;
      this.#heads.delete(name);
    }
  }
}

const missing = (name: string): StreamHead => ({
  id: 0,
  name,
  lastRevision: -1,
  tombstoned: false,
  metadataJson: null,
  metadataRevision: -1,
});
