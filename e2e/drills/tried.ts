import { it } from '@jest/globals';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { eventually } from '@guildhall/local';
import { promtool } from './firing.js';
import { scrape, type Scrape } from './platform.js';

/** Minutes: stores are down for over half of one, and the machine may be busy. */
const PATIENCE_MS = 300_000;
/** A store that starts on a busy machine takes its time, in ms. */
const DEADLINE_MS = 180_000;

/** A drill of the alerts that its name begins with; without promtool it counts as skipped, and its name says why. */
export const itTried = (does: string, act: () => Promise<void>): void => {
  if (promtool.path === undefined) it.skip(`${does} (skipped: ${promtool.missing})`, () => undefined);
  else it(does, act, PATIENCE_MS);
};

/** Scrapes until what is looked for is there. A connection that its service has just closed is made again. */
export const until = (
  what: string,
  holds: (seen: Scrape) => boolean,
  services: readonly ServiceName[] = SERVICES,
): Promise<Scrape> =>
  eventually(
    what,
    async () => {
      const seen = await scrape(services);
      if (!holds(seen)) throw new Error(`not yet: ${what}`);
      return seen;
    },
    DEADLINE_MS,
  );

/** Of a scrape: values of the series whose text begins so. */
export const seriesIn = (seen: Scrape, begins: string): readonly number[] =>
  [...seen].flatMap(([series, value]) => (series.startsWith(begins) ? [value] : []));
