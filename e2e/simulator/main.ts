import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { simulate } from './simulate.js';
import { ecbRates, referenceRates, type Rates } from './world/rates.js';

const usage =
  'Usage: node e2e/dist/simulator/main.js [--seed TEXT] [--contracts N] [--days N] [--start INSTANT] [--rates ECB_CSV]\n' +
  'Prints JSON lines: one {"line":"story"}, then people, then actions in order.';

/** A Monday; a driver gives the business time of the platform instead. */
const DEFAULT_START = '2026-01-05T00:00:00.000Z';

function readRates(path: string | undefined): Rates {
  if (path === undefined) return referenceRates;
  if (existsSync(path)) return ecbRates(readFileSync(path, 'utf8'));
  process.stderr.write(`No file ${path}; using the table in world/rates.ts\n`);
  return referenceRates;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new RangeError(`--${name} must be a whole number`);
  return Number(text);
}

function main(): void {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({ options: { seed: option, contracts: option, days: option, start: option, rates: option } });
  const { people, actions, ...header } = simulate({
    seed: values.seed ?? '1',
    contracts: wholeNumber('contracts', values.contracts ?? '20'),
    days: wholeNumber('days', values.days ?? '30'),
    start: values.start ?? DEFAULT_START,
    rates: readRates(values.rates),
  });
  const lines = [
    { line: 'story', ...header },
    ...people.map((person) => ({ line: 'person', ...person })),
    ...actions.map((action) => ({ line: 'action', ...action })),
  ];
  process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  process.exitCode = 1;
}
