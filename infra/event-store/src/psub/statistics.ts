/** Rates since somebody last looked, as 23.10 reports them. `perSecond` is rounded. */
export type Measured = Readonly<{ perSecond: number; total: number; sinceLast: number }>;

/** Counts handled messages. Times in milliseconds, from any fixed point. */
export class Throughput {
  #total = 0;
  #totalThen = 0;
  #measuredAt: number;

  constructor(now: number) {
    this.#measuredAt = now;
  }

  count(): void {
    this.#total += 1;
  }

  /** Begins a new interval. */
  measure(now: number): Measured {
    const [sinceLast, elapsed] = [this.#total - this.#totalThen, now - this.#measuredAt];
    this.#totalThen = this.#total;
    this.#measuredAt = now;
    return { perSecond: elapsed > 0 ? Math.round((sinceLast * 1_000) / elapsed) : 0, total: this.#total, sinceLast };
  }
}

/** How many of the latest times are kept for a consumer's extra statistics (23.10). */
const KEPT = 1_000;

/** One figure of the extra statistics; whole milliseconds. */
export type Observation = Readonly<{ key: string; value: number }>;

const QUANTILES: readonly (readonly [string, number])[] = [
  ['Quintile 1', 0.2],
  ['Quintile 2', 0.4],
  ['Quintile 3', 0.6],
  ['Quintile 4', 0.8],
  ['Quintile 5', 1],
  ['90%', 0.9],
  ['95%', 0.95],
  ['99%', 0.99],
  ['99.5%', 0.995],
  ['99.9%', 0.999],
  ['Highest', 1],
];

/** How long consumers took from delivery to answer: the extra statistics of 23.10, over the latest thousand messages. */
export class Latencies {
  readonly #latest: number[] = [];
  #next = 0;

  add(milliseconds: number): void {
    this.#latest[this.#next] = milliseconds;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Nothing where nothing was measured yet. */
  observed(): readonly Observation[] {
    if (this.#latest.length === 0) return [];
    const sorted = this.#latest.toSorted((one, other) => one - other);
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    return [
      { key: 'Mean', value: Math.round(mean) },
      { key: 'Median', value: Math.round(quantile(sorted, 0.5)) },
      { key: 'Fastest', value: Math.round(sorted[0] ?? 0) },
      ...QUANTILES.map(([key, share]) => ({ key, value: Math.round(quantile(sorted, share)) })),
    ];
  }
}

/** Nearest rank: the smallest value that at least this share of all does not exceed. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
