/** Numbers only, in arrays that are made once: kept as objects, tens of thousands of ids would make collections of garbage long. */
type Columns = Readonly<{
  positions: Float64Array;
  /** The last 32 bits of an id; those of its first half may be the time, alike in all. */
  hashes: Int32Array;
  /** The first 16 bits: where it comes in the order of ids. */
  leads: Uint16Array;
  /** The one before it in its chain of like hashes, or NONE. */
  next: Int32Array;
}>;

const NONE = -1;
const CHAINS = 65_536;
/** More than there can be ids: a lead times this, and its index, is one number that sorts by both. */
const LEAD = 2 ** 32;
const hashOf = (eventId: string): number => Number.parseInt(eventId.slice(-8), 16) | 0;
const leadOf = (eventId: string): number => Number.parseInt(eventId.slice(0, 4), 16);

/** Positions of events by 32 bits of their ids, in the order in which they were added. Ids are UUIDs as text. */
export class RecentIds {
  #columns: Columns;
  readonly #chains = new Int32Array(CHAINS).fill(NONE);
  #size = 0;

  /** `room`: for so many ids; it grows at need. */
  constructor(room: number) {
    this.#columns = columnsFor(room);
  }

  get size(): number {
    return this.#size;
  }

  /** Position of the one that was added last, 0 where there is none. */
  get last(): number {
    return this.#columns.positions[this.#size - 1] ?? 0;
  }

  add(eventId: string, position: number): void {
    if (this.#size === this.#columns.positions.length) this.#grow();
    const { positions, hashes, leads, next } = this.#columns;
    const [at, hash] = [this.#size, hashOf(eventId)];
    const chain = hash & (CHAINS - 1);
    positions[at] = position;
    hashes[at] = hash;
    leads[at] = leadOf(eventId);
    next[at] = this.#chains[chain] ?? NONE;
    this.#chains[chain] = at;
    this.#size += 1;
  }

  /** Takes back the last `count` that were added. */
  drop(count: number): void {
    const { hashes, next } = this.#columns;
    for (let left = count; left > 0; left -= 1) {
      this.#size -= 1;
      this.#chains[(hashes[this.#size] ?? 0) & (CHAINS - 1)] = next[this.#size] ?? NONE;
    }
  }

  /** Positions of events that may have this id: all that have it, and rarely others. */
  candidates(eventId: string): number[] {
    const { positions, hashes, next } = this.#columns;
    const hash = hashOf(eventId);
    const found: number[] = [];
    for (let at = this.#chains[hash & (CHAINS - 1)] ?? NONE; at !== NONE; at = next[at] ?? NONE)
      if (hashes[at] === hash) found.push(positions[at] ?? 0);
    return found;
  }

  /** All positions by the first 16 bits of their ids: near enough to the order of ids for pages of an index, without comparing them all. */
  positionsByLead(): Float64Array {
    const { positions, leads } = this.#columns;
    const keys = new Float64Array(this.#size).map((_, at) => (leads[at] ?? 0) * LEAD + at).sort();
    return keys.map((key) => positions[key % LEAD] ?? 0);
  }

  #grow(): void {
    const { positions, hashes, leads, next } = this.#columns;
    const larger = columnsFor(Math.max(16, 2 * positions.length));
    larger.positions.set(positions);
    larger.hashes.set(hashes);
    larger.leads.set(leads);
    larger.next.set(next);
    this.#columns = larger;
  }
}

const columnsFor = (room: number): Columns => ({
  positions: new Float64Array(room),
  hashes: new Int32Array(room),
  leads: new Uint16Array(room),
  next: new Int32Array(room),
});
