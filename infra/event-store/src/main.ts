import grpc from '@grpc/grpc-js';
import { parseFlags, UnusableFlags, USAGE, type Flags } from './flags.js';
import { UnusableData } from './log/unusable-data.js';
import { MAINTENANCE_USAGE, runMaintenance, type Said } from './maintenance/commands.js';
import { PortUnavailable, startEventStore } from './server.js';

// grpc-js reports an occupied port on its own as well; ours is the sentence.
grpc.setLogVerbosity(grpc.logVerbosity.NONE);

const expected = [UnusableFlags, UnusableData, PortUnavailable];

function tell({ code, out, err }: Said): void {
  if (out !== undefined) console.log(out);
  if (err !== undefined) console.error(err);
  process.exitCode = code;
}

async function serve(argv: readonly string[]): Promise<void> {
  const flags = parseFlags(argv);
  if (flags === 'help') console.log([USAGE, ...MAINTENANCE_USAGE.map((usage) => `event-store ${usage}`)].join('\n'));
  else await run(flags);
}

async function run({ port, host, data }: Flags): Promise<void> {
  const server = await startEventStore({ port, host, data, onFatal: endProcess });
  console.log(`event store ready on ${host}:${server.port}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close());
}

// After a failed write to disk nobody knows what is durable: only a fresh start, which reads the file, finds out.
function endProcess(error: Error): never {
  console.error(`The disk failed under a commit (${error.message}): the event store ends.`);
  process.exit(1);
}

try {
  const argv = process.argv.slice(2);
  const said = await runMaintenance(argv);
  if (said) tell(said);
  else await serve(argv);
} catch (error) {
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
