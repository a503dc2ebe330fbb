import { setTimeout as wait } from 'node:timers/promises';

/** Delays between tries: `baseMs * factor^(attempt - 1)`, at most `maxMs`, each spread by up to a quarter either way. */
export type Backoff = Readonly<{ baseMs: number; factor: number; maxMs: number }>;

/** Outages, unknown outcomes and conflicts: without limit (patterns.md P11). */
export const OUTAGE_BACKOFF: Backoff = { baseMs: 100, factor: 2, maxMs: 5_000 };

/** Tries that count: five in about 1.5 seconds. */
export const FAULT_BACKOFF: Backoff = { baseMs: 100, factor: 2, maxMs: 1_000 };

/** Milliseconds before the try after `attempt` (1, 2, …) failed. */
export const backoffMs = (attempt: number, { baseMs, factor, maxMs }: Backoff): number => {
  const plain = Math.min(maxMs, baseMs * factor ** Math.max(0, attempt - 1));
  return plain * (0.75 + Math.random() / 2);
};

/** Resolves after `ms`, or at once when the signal aborts; never rejects. */
export const pauseFor = async (ms: number, signal?: AbortSignal): Promise<void> => {
  try {
    await wait(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
};
