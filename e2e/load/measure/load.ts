import { setTimeout as pause } from 'node:timers/promises';

type Work<T> = (item: T, index: number) => Promise<void>;

/** Closed loop: so many clients, each begins its next item when the last one is done. Resolves to the wall time in seconds. */
export const byClients = async <T>(clients: number, items: readonly T[], work: Work<T>): Promise<number> => {
  const begun = performance.now();
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (performance.now() - begun) / 1000;
};

/**
 * Open loop: begins one item every 1/rate seconds, whether or not earlier ones are done, so that a slow answer does not spare the
 * platform the next request. Work gets the instant (ms, `performance.now`) at which it was due; resolves when all are done.
 */
export const atRate = async <T>(
  rate: number,
  items: readonly T[],
  work: (item: T, dueAt: number) => Promise<void>,
): Promise<void> => {
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (const [index, item] of items.entries()) {
    const dueAt = begun + (index * 1000) / rate;
    const early = dueAt - performance.now();
    if (early > 0) await pause(early);
    running.push(work(item, dueAt));
  }
  await Promise.all(running);
};
