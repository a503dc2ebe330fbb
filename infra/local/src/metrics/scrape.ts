import { seriesIn, type Series } from './prometheus-text.js';

const DEADLINE_MS = 2_000;

/** The series of the service at the address now; undefined when it does not answer. */
export const scrape = async (url: string): Promise<readonly Series[] | undefined> => {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(DEADLINE_MS) });
    return response.ok ? seriesIn(await response.text()) : undefined;
  } catch {
    return undefined;
  }
};
