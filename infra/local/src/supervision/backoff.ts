/** How long to wait before a process that ended by itself is started again. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
  /** A run of this length counts as good: the next pause is the first one again. */
  readonly goodRunMs: number;
}

export const defaultBackoff: Backoff = { firstMs: 200, maxMs: 10_000, goodRunMs: 30_000 };

/** Pause in ms after `failures` bad runs in a row (1 = the first). Doubles up to the maximum. */
export const pauseAfter = (failures: number, { firstMs, maxMs }: Backoff): number =>
  Math.min(maxMs, firstMs * 2 ** Math.max(0, Math.min(failures - 1, 30)));

/** Bad runs in a row, given those before and how long the last run was. */
export const countFailure = (failures: number, runMs: number, { goodRunMs }: Backoff): number =>
  runMs >= goodRunMs ? 1 : failures + 1;
