import { parseArgs } from 'node:util';

export const BENCH_NAMES = ['command', 'relay', 'projection', 'freshness', 'reaction', 'start', 'event-store'] as const;
export type BenchName = (typeof BENCH_NAMES)[number];

/**
 * `seconds`: length of each paced measurement; `events`: size of the logs of relay, projection and start; `logEvents`: that of the
 * event store's own bench.
 */
export type Flags = Readonly<{ names: readonly BenchName[]; seconds: number; events: number; logEvents: number; seed: string }>;

export const USAGE = `npm run bench -- [${BENCH_NAMES.join('|')} …] [--seconds N] [--events N] [--log-events N] [--seed TEXT]`;

/** A command line that says nothing sensible. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const isBenchName = (name: string): name is BenchName => BENCH_NAMES.some((known) => known === name);

const whole = (name: string, text: string, least: number, most: number): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is "${text}" but has to be a whole number from ${String(least)} to ${String(most)}`);
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '5' },
        events: { type: 'string', default: '20000' },
        'log-events': { type: 'string', default: '1000000' },
        seed: { type: 'string', default: 'guildhall' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

/** Reads the command line. @throws {UsageError} that says what is wrong with it */
export const readFlags = (args: readonly string[]): Flags => {
  const { values, positionals } = parsed(args);
  const unknown = positionals.find((name) => !isBenchName(name));
  if (unknown !== undefined) throw new UsageError(`there is no bench "${unknown}": one of ${BENCH_NAMES.join(', ')}`);
  const names = BENCH_NAMES.filter((name) => positionals.length === 0 || positionals.includes(name));
  return {
    names,
    seconds: whole('seconds', values.seconds, 1, 600),
    events: whole('events', values.events, 100, 1_000_000),
    logEvents: whole('log-events', values['log-events'], 100_000, 20_000_000),
    seed: values.seed,
  };
};
