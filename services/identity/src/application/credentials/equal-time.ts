import { setTimeout as pause } from 'node:timers/promises';

/**
 * Least time (ms) of an answer that must not tell whether an address is known: above what the longer of the two ways takes on a
 * working store.
 */
const LEAST_ANSWER_MS = 250;

/** Does the work and answers not before the least time is over, success and failure alike. */
export const inEqualTime = async <T>(work: () => Promise<T>): Promise<T> => {
  const [outcome] = await Promise.allSettled([work(), pause(LEAST_ANSWER_MS)]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
};
