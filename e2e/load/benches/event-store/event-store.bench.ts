import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../../bench.js';
import type { Figure } from '../../report.js';
import type { Told } from './event-store.main.js';

/** Room for a client's 256 open appends: with less its collections of garbage are what a 99th percentile shows. In MiB. */
const CLIENT_HEAP = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--initial-heap-size=512'];

/** The event store alone, by the official client on the same machine. */
export const eventStore: Bench = ({ flags, say }) => {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Figure[]>();
  const main = fileURLToPath(new URL('event-store.main.js', import.meta.url));
  const child = fork(main, [String(flags.seconds), String(flags.logEvents)], {
    execArgv: [...CLIENT_HEAP, '--disable-warning=ExperimentalWarning'],
  });
  let figures: readonly Figure[] | undefined;
  child.on('message', (told: Told) => {
    if ('say' in told) say(told.say);
    else figures = told.figures;
  });
  child.once('error', reject);
  child.once('exit', (code, signal) => {
    if (figures) resolve(figures);
    else reject(new Error(`the clients of the event store ended with ${String(signal ?? code)}`));
  });
  return promise;
};
