import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config.js';
import { backUp } from './recovery/back-up.js';
import { readRecoveryArguments, type RecoveryCommand } from './recovery/recovery-arguments.js';
import { restore } from './recovery/restore.js';
import { Obstacle } from './supervision/obstacle.js';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The platform itself, as `npm start` runs it; ends with it. */
const openIntake = (offset: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const main = fileURLToPath(new URL('main.js', import.meta.url));
    const child = spawn(process.execPath, [main, 'start', '--port-offset', String(offset)], { stdio: 'inherit' });
    // The platform stops in order by itself; this process has to outlive it to tell its exit code.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });

const run = async (command: RecoveryCommand): Promise<void> => {
  const config = readConfig();
  switch (command.kind) {
    case 'backup':
      await backUp(command, config, say);
      return;
    case 'restore':
      await restore(command, config, say);
      if (command.then === 'start') process.exitCode = await openIntake(command.offset);
  }
};

try {
  await run(readRecoveryArguments(process.argv.slice(2)));
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
