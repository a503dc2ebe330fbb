/** How long a command keeps trying; times in ms. Everything else about retries is fixed. */
export type RetryPolicy = Readonly<{
  /** Decisions of a command over HTTP before a conflict is answered with 409 (default 3, patterns.md P2). */
  conflictTries: number;
  /** First pause after a conflict (default 100), growing by 1.5 with full jitter of a half, 2,000 at most. */
  baseMs: number;
  /** Time that a command over HTTP waits for a store that is away, queueing included (default 6,000). */
  outageBudgetMs: number;
}>;

export const DEFAULT_RETRY: RetryPolicy = { conflictTries: 3, baseMs: 100, outageBudgetMs: 6_000 };

const FACTOR = 1.5;
const LONGEST_MS = 2_000;

/** The pause after the nth failure (n from 1): between a half and the whole of base · 1.5^(n-1); `random` is in [0, 1). */
export const pauseAfter = ({ baseMs }: RetryPolicy, failures: number, random: number): number =>
  Math.min(LONGEST_MS, baseMs * FACTOR ** (failures - 1)) * (0.5 + random / 2);
