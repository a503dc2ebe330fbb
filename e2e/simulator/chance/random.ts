/**
 * Seeded random numbers: the generator sfc32 (PractRand, Chris Doty-Humphrey), seeded through FNV-1a and splitmix32.
 * A fork has a stream of its own by its label, so what one contract draws never shifts what another one gets.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly seed: string) {
    const next = splitMix(fnv1a(seed));
    [this.a, this.b, this.c] = [next(), next(), next()];
    for (let warmUp = 0; warmUp < 12; warmUp += 1) this.bits();
  }

  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`);
  }

  /** 0 ≤ x < 1. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  /** Whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return this.weighted(items, () => 1);
  }

  weighted<T>(items: readonly T[], weightOf: (item: T) => number): T {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0);
    let rest = this.next() * total;
    for (const item of items) {
      rest -= weightOf(item);
      if (rest < 0) return item;
    }
    const last = items.at(-1);
    if (last === undefined) throw new Error('There is nothing to pick from');
    return last;
  }

  /** A key of the table, as likely as its weight says. */
  outcome<K extends string>(weights: Readonly<Record<K, number>>): K {
    const [key] = this.weighted(Object.entries<number>(weights) as [K, number][], ([, weight]) => weight);
    return key;
  }

  /** `count` different items (all, when there are fewer), in random order. */
  sample<T>(items: readonly T[], count: number): readonly T[] {
    const left = [...items];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(this.int(0, left.length - 1), 1));
    return taken;
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  logNormal({ median, sigma }: { readonly median: number; readonly sigma: number }): number {
    return median * Math.exp(sigma * this.normal());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Lower-case hexadecimal digits, e.g. 64 for the form of a SHA-256. */
  hex(digits: number): string {
    return Array.from({ length: digits }, () => this.int(0, 15).toString(16)).join('');
  }

  private bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

function splitMix(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) | 0;
  };
}
