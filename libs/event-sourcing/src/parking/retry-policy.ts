import { backoffMs, FAULT_BACKOFF, OUTAGE_BACKOFF, pauseFor } from '../subscriptions/backoff.js';
import { failureKind } from '../subscriptions/failure.js';

/** Failures that count (refusals and faults) before a message is parked (patterns.md P11). */
export const TRIES_BEFORE_PARKING = 5;

/** Told of each failed try; `counted` is 0 for an outage. */
export type OnTry = (tried: Readonly<{ error: unknown; attempt: number; counted: number }>) => void;

export type RetryOptions = Readonly<{ signal?: AbortSignal; onTry?: OnTry; tries?: number }>;

/**
 * Repeats `work`: outages, unknown outcomes and conflicts without limit, refusals and faults five times in all, each with backoff.
 * Resolves with its answer; throws the last counted error, to be parked, or the signal's reason.
 */
export const untilHandled = async <R>(work: () => Promise<R>, options: RetryOptions = {}): Promise<R> => {
  const { signal, onTry, tries = TRIES_BEFORE_PARKING } = options;
  let counted = 0;
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      const outage = failureKind(error) === 'outage';
      if (!outage) counted += 1;
      onTry?.({ error, attempt, counted: outage ? 0 : counted });
      if (!outage && counted >= tries) throw error;
      await pauseFor(outage ? backoffMs(attempt, OUTAGE_BACKOFF) : backoffMs(counted, FAULT_BACKOFF), signal);
    }
  }
};
