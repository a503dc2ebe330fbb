import { backoffMs, OUTAGE_BACKOFF, pauseFor } from '@guildhall/event-sourcing';
import type { Logger } from '../telemetry/logger.js';

/** Failed tries between two lines of the log. */
const LINES_EVERY = 5;

export type RenewalOptions = Readonly<{
  store: string;
  /** Goes on with the newest connection string; rejects where the store does not answer to it, and changes nothing then. */
  renew: () => Promise<void>;
  signal: AbortSignal;
  logger: Logger;
}>;

/**
 * Answers what to call when a store's connection string or certificates changed. It tries until the store answers to the new ones, since
 * a secret may be written before or after its server knows of it; a change that comes meanwhile is served by the same tries.
 */
export const renewal = ({ store, renew, signal, logger }: RenewalOptions): (() => void) => {
  let asked = 0;
  let answered = 0;
  let running = false;
  const tryOnce = async (attempt: number): Promise<void> => {
    const serves = asked;
    try {
      await renew();
      answered = serves;
      logger.info({ store, attempt }, 'new work goes over the renewed connection');
    } catch (error) {
      const line = { store, attempt, reason: String(error) };
      if (attempt % LINES_EVERY === 1) logger.warn(line, 'the renewed connection does not stand yet: the former one goes on');
      await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    for (let attempt = 1; answered < asked && !signal.aborted; attempt += 1) await tryOnce(attempt);
    running = false;
  };
  return () => {
    asked += 1;
    if (!running) void run();
  };
};
