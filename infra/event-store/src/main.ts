import grpc from '@grpc/grpc-js';
import { parseFlags, UnusableFlags, USAGE, type Flags } from './flags.js';
import { UnusableData } from './log/database.js';
import { PortUnavailable, startEventStore } from './server.js';

// grpc-js reports an occupied port on its own as well; ours is the sentence.
grpc.setLogVerbosity(grpc.logVerbosity.NONE);

const expected = [UnusableFlags, UnusableData, PortUnavailable];

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
  const flags = parseFlags(process.argv.slice(2));
  if (flags === 'help') console.log(USAGE);
  else await run(flags);
} catch (error) {
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
