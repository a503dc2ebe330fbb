import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '../exit-codes.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Looks once a second until there is an answer, and tells progress (a text instead of an answer) each time it changes. `Refused` after
 * `waitSeconds`; the work itself goes on.
 */
export const waitFor = async <T extends object>(
  waitSeconds: number,
  what: string,
  say: (line: string) => void,
  look: () => Promise<T | string>,
): Promise<T> => {
  const end = Date.now() + waitSeconds * 1_000;
  let told = '';
  for (;;) {
    const seen = await look();
    if (typeof seen !== 'string') return seen;
    if (seen !== told) say(seen);
    told = seen;
    if (Date.now() >= end) throw new Refused(`Not within ${String(waitSeconds)} s: ${what} (${seen}); it goes on by itself`);
    await pause(LOOK_EVERY_MS);
  }
};
