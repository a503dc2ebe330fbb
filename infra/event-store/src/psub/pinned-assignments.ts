import type { Candidate } from './candidate.js';

/** Keys are spread over this many buckets (23.10); a bucket belongs to one consumer at a time. */
export const BUCKETS = 1_024;

type Bucket = { owner: Candidate | undefined; inFlight: number };

/** Which consumer serves which bucket. A bucket gets its owner with its first message and keeps it while that is possible. */
export class PinnedAssignments {
  readonly #buckets: Bucket[] = Array.from({ length: BUCKETS }, () => ({ owner: undefined, inFlight: 0 }));
  /** Consumers with the number of buckets they serve. */
  readonly #load = new Map<Candidate, number>();

  bucketOf(key: string): number {
    return hash(key) % BUCKETS;
  }

  hasRoom(): boolean {
    for (const { room } of this.#load.keys()) if (room > 0) return true;
    return false;
  }

  /**
   * A newcomer takes over its share from those above it. A bucket with messages in flight stays where it is: moving it would
   * let two consumers handle one key at a time.
   */
  added(consumer: Candidate): void {
    this.#load.set(consumer, 0);
    const assigned = this.#buckets.filter(({ owner }) => owner !== undefined).length;
    const share = Math.floor(assigned / this.#load.size);
    for (const bucket of this.#buckets) {
      if (this.#loadOf(consumer) >= share) return;
      if (bucket.owner && bucket.inFlight === 0 && this.#loadOf(bucket.owner) > share) this.#assign(bucket, consumer);
    }
  }

  removed(consumer: Candidate): void {
    this.#load.delete(consumer);
    for (const bucket of this.#buckets) if (bucket.owner === consumer) bucket.owner = undefined;
  }

  /** The consumer of a bucket; one without gets the consumer that serves the fewest. Undefined where there is none at all. */
  consumerOf(index: number): Candidate | undefined {
    const bucket = this.#at(index);
    if (bucket.owner === undefined) {
      const [first] = [...this.#load].sort(([, one], [, other]) => one - other);
      if (first) this.#assign(bucket, first[0]);
    }
    return bucket.owner;
  }

  delivered(index: number): void {
    this.#at(index).inFlight += 1;
  }

  returned(index: number): void {
    this.#at(index).inFlight -= 1;
  }

  #assign(bucket: Bucket, consumer: Candidate): void {
    if (bucket.owner) this.#load.set(bucket.owner, this.#loadOf(bucket.owner) - 1);
    bucket.owner = consumer;
    this.#load.set(consumer, this.#loadOf(consumer) + 1);
  }

  #loadOf(consumer: Candidate): number {
    return this.#load.get(consumer) ?? 0;
  }

  #at(index: number): Bucket {
    const bucket = this.#buckets[index];
    if (!bucket) throw new Error(`There is no bucket ${index}.`);
    return bucket;
  }
}

/** FNV-1a over UTF-16 units: short, even enough for buckets, and the same after a restart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
