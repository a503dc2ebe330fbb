import { spawn } from 'node:child_process';
import { Obstacle } from './obstacle.mjs';
import { environment, root } from './paths.mjs';

const running = new Set();
let interrupted = false;

// A child in the same terminal gets Ctrl-C by itself; one that is told twice stops once all the same.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of running) child.kill(signal);
    if (running.size === 0) process.exit(130);
  });
}

/** Whether the person at the keyboard wants an end of all this. */
export const wasInterrupted = () => interrupted;

/** Starts a child that gets the signals this process gets. */
export const start = (command, args, { env = {}, stdio = 'inherit' } = {}) => {
  if (interrupted) throw new Obstacle('interrupted');
  const child = spawn(command, args, { cwd: root, env: environment(env), stdio });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
};

/** Resolves to the exit code; 130 for a child that a signal ended. */
export const exitOf = (child, command) =>
  new Promise((resolve, reject) => {
    child.once('error', (error) => {
      running.delete(child);
      reject(error.code === 'ENOENT' ? new Obstacle(`"${command}" was not found: install it and try again`) : error);
    });
    child.once('close', (code) => resolve(code ?? 130));
  });

/** Runs to its end in the same terminal and resolves to the exit code. */
export const run = (command, args, options) => exitOf(start(command, args, options), command);

/** Runs to its end and resolves to exit code and all it printed. */
export const capture = async (command, args, options = {}) => {
  const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await exitOf(child, command);
  return { code, output };
};
