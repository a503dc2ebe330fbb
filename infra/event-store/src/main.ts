import grpc from '@grpc/grpc-js';
import { hashFromInput } from './access/hash-command.js';
import { PortUnavailable } from './http/front.js';
import { UnusableData } from './log/unusable-data.js';
import { MAINTENANCE_USAGE, runMaintenance, type Said } from './maintenance/commands.js';
import { optionsOfProcess } from './options/config.js';
import { helpText } from './options/describe-options.js';
import type { Options } from './options/option-table.js';
import { UnusableOptions } from './options/unusable-options.js';
import { EventStoreServer } from './server.js';

// grpc-js writes what our own sentences say better.
grpc.setLogVerbosity(grpc.logVerbosity.NONE);

const expected = [UnusableOptions, UnusableData, PortUnavailable];
const HASH = 'hash-password';

function tell({ code, out, err }: Said): void {
  if (out !== undefined) console.log(out);
  if (err !== undefined) console.error(err);
  process.exitCode = code;
}

async function run(options: Options): Promise<void> {
  const server = await EventStoreServer.start({ ...options, onFatal: endProcess });
  console.log(`event store ready on ${options.host}:${server.port}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close());
}

// After a failed write to disk nobody knows what is durable: only a fresh start, which reads the file, finds out.
function endProcess(error: Error): never {
  console.error(`The disk failed under a commit (${error.message}): the event store ends.`);
  process.exit(1);
}

async function obey(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help') || argv[0] === 'help')
    return console.log(helpText([...MAINTENANCE_USAGE, `${HASH}  (reads the password from standard input)`]));
  if (argv[0] === HASH) return console.log(await hashFromInput(process.stdin));
  const said = await runMaintenance(argv);
  if (said) return tell(said);
  const { options, ignored } = optionsOfProcess(argv);
  if (ignored.length > 0) console.error(`Without effect here: ${ignored.join(', ')}.`);
  await run(options);
}

try {
  await obey(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
