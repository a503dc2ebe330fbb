import { eventually } from '@guildhall/local';

/** Series that are above 0 while something written is not yet told, heard or shown (observability.md). */
const PENDING = /^(runner_lag_seconds|relay_pending_events|consumer_lag_seconds)\{([^}]*)\} (\S+)$/;
/** Looks that have to agree: between two of them a fact may be on its way from one service to the next. */
const QUIET_LOOKS = 3;

const pendingOf = async (url: string): Promise<readonly string[]> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return text.split('\n').filter((line) => {
    const [, , , value = '0'] = PENDING.exec(line) ?? [];
    return Number(value) > 0;
  });
};

/** Waits until no service has anything left to do; answers when that was first so (ms, `performance.now`). */
export const untilQuiet = async (serviceUrls: readonly string[], deadlineMs: number): Promise<number> => {
  let looks = 0;
  let since = 0;
  return eventually(
    'a platform at rest',
    async () => {
      const pending = (await Promise.all(serviceUrls.map(pendingOf))).flat();
      if (pending.length > 0) {
        looks = 0;
        throw new Error(pending.join('; '));
      }
      if (looks++ === 0) since = performance.now();
      return looks >= QUIET_LOOKS ? since : undefined;
    },
    deadlineMs,
  );
};
