import type { Bench, BenchContext } from './bench.js';
import { commandAlone } from './benches/command-alone.bench.js';
import { commandOnPlatform } from './benches/command-on-platform.bench.js';
import { eventStore } from './benches/event-store/event-store.bench.js';
import { freshness } from './benches/freshness.bench.js';
import { projection } from './benches/projection.bench.js';
import { reaction } from './benches/reaction.bench.js';
import { relay } from './benches/relay.bench.js';
import { start } from './benches/start.bench.js';
import { readFlags, USAGE, UsageError, type BenchName } from './flags.js';
import { machine } from './machine.js';
import { workspaceRoot } from './processes/workspace.js';
import { lineOf, tableOf, type Figure } from './report.js';
import { Servers } from './servers.js';

type Step = Readonly<{ name: BenchName; needs: 'stores' | 'platform' | 'empty platform' | 'nothing'; bench: Bench }>;

/** The platform's benches share one, except `start`, whose log has to be of a given size; the event store's has the machine to itself. */
const STEPS: readonly Step[] = [
  { name: 'command', needs: 'stores', bench: commandAlone },
  { name: 'relay', needs: 'stores', bench: relay },
  { name: 'projection', needs: 'stores', bench: projection },
  { name: 'command', needs: 'platform', bench: commandOnPlatform },
  { name: 'freshness', needs: 'platform', bench: freshness },
  { name: 'reaction', needs: 'platform', bench: reaction },
  { name: 'start', needs: 'empty platform', bench: start },
  { name: 'event-store', needs: 'nothing', bench: eventStore },
];

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const stopOnSignals = (servers: Servers): void => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('stopping what was started');
      void servers.stopAll().finally(() => process.exit(130));
    });
  }
};

const runStep = async ({ name, needs, bench }: Step, servers: Servers, context: BenchContext): Promise<readonly Figure[]> => {
  if (needs !== 'stores') await servers.stopStores();
  if (needs === 'empty platform' || needs === 'nothing') await servers.stopPlatform();
  say(`${name}:`);
  const figures = await bench(context);
  for (const figure of figures) process.stdout.write(`${lineOf(figure)}\n`);
  return figures;
};

/** Answers the exit code: 1 when a bench could not run. What is slow is a figure, no failure. */
const run = async (args: readonly string[]): Promise<number> => {
  const flags = readFlags(args);
  const servers = new Servers(say);
  stopOnSignals(servers);
  const { seconds, events, seed } = flags;
  process.stdout.write(`${JSON.stringify({ ...machine(workspaceRoot), seconds, events, seed })}\n`);
  const context = { flags, say, stores: () => servers.stores(), platform: () => servers.platform() };
  const figures: Figure[] = [];
  let exitCode = 0;
  try {
    for (const step of STEPS.filter(({ name }) => flags.names.includes(name))) {
      try {
        figures.push(...(await runStep(step, servers, context)));
      } catch (error) {
        say(`${step.name} could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        exitCode = 1;
      }
    }
  } finally {
    await servers.stopAll();
  }
  say(tableOf(figures));
  return exitCode;
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(`${error.message}\nusage: ${USAGE}`);
  process.exitCode = 2;
}
