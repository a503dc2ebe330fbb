import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Market } from '../market/market.js';
import { runTool } from '../market/tool.js';
import { figuresOf, type Figures } from './driver/figures.js';
import { play } from './driver/play.js';
import { simulate } from './simulate.js';
import type { Action } from './story/story.js';
import { ecbRates } from './world/rates.js';

const usage = 'npm run demo -- [--seed TEXT] [--contracts N] [--days N] [--rates CSV] [--json] [--production]';

/** How long a request is repeated under its key while a part of the platform is slow or away. */
const PATIENCE_MS = 60_000;

const readFlags = () => {
  const { values } = parseArgs({
    strict: true,
    options: {
      seed: { type: 'string', default: 'guildhall' },
      contracts: { type: 'string', default: '4' },
      days: { type: 'string', default: '10' },
      rates: { type: 'string' },
      json: { type: 'boolean', default: false },
      // Of the platform that the stories are played on: a process a role, TLS, users, access lists.
      production: { type: 'boolean', default: false },
    },
  });
  return { ...values, contracts: Number(values.contracts), days: Number(values.days) };
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const tell = ({ seq, at, actor, kind, ...rest }: Action): void => {
  const where = 'milestoneId' in rest ? rest.milestoneId : 'contractId' in rest ? rest.contractId : '';
  say(`${String(seq).padStart(4)}  ${at.slice(0, 16)}  ${actor.padEnd(16)} ${kind.replaceAll('_', ' ').padEnd(22)} ${where}`);
};

const table = (figures: Figures): void => {
  say('');
  for (const [name, value] of Object.entries(figures))
    say(`${name.padEnd(12)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
};

const run = async (): Promise<number> => {
  const { seed, contracts, days, rates, json } = readFlags();
  const market = await Market.open({ patienceMs: PATIENCE_MS });
  const known = rates !== undefined && existsSync(rates) ? { rates: ecbRates(readFileSync(rates, 'utf8')) } : {};
  const story = simulate({ seed, contracts, days, start: (await market.now()).toISOString(), ...known });
  const begun = performance.now();
  await play(market, story, tell);
  const figures = await figuresOf(story, await market.staff('operator-1'), Math.round((performance.now() - begun) / 100) / 10);
  table(figures);
  // The ledger's own check reads the log, not the services' word for it.
  const ledger = await runTool('payments', 'ledger-check');
  if (json) say(JSON.stringify({ ...figures, ledger: ledger === 0 ? 'sound' : 'broken' }));
  return ledger === 0 && figures.balanced === 'yes' ? 0 : 1;
};

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(
    error instanceof TypeError || error instanceof RangeError
      ? `${error.message}\nusage: ${usage}\n`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
