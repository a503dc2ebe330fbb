import { readArguments, type LocalCommand } from './arguments.js';
import { readConfig, type LocalConfig } from './config.js';
import { stopPlatform } from './control/stop-platform.js';
import { fetchAllParts } from './parts/fetch-all-parts.js';
import { runPlatform } from './platform/run-platform.js';
import { runTestServers } from './platform/run-test-servers.js';
import { runTool } from './platform/run-tool.js';
import { printStatus } from './status/print-status.js';
import { Obstacle } from './supervision/obstacle.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const run = async (command: LocalCommand, config: LocalConfig): Promise<void> => {
  switch (command.kind) {
    case 'start':
      return runPlatform(command, config, say);
    case 'test-servers':
      return runTestServers(command, config, say);
    case 'stop':
      return stopPlatform(command.offset, say);
    case 'status':
      return printStatus(command.offset, say);
    case 'tool':
      process.exitCode = await runTool(command, config);
      return;
    case 'parts':
      return fetchAllParts(config, say);
  }
};

try {
  await run(readArguments(process.argv.slice(2)), readConfig());
} catch (error) {
  process.stderr.write(
    error instanceof Obstacle
      ? `${error.message}\n`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
// Everything that matters has been closed; a seed that was interrupted may still wait for an answer.
process.exit();
