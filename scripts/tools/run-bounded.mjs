import { spawn } from 'node:child_process';

/** A tool that cannot be had here: the message is the reason that is printed. */
export class Skipped extends Error {}

const LINES_SHOWN = 3;

/**
 * Runs a program to its end within `signal` (the time limit) and resolves to what it printed; throws `Skipped` when it is not
 * there, fails or is cut. The program and all that it started form one process group, which is ended as a whole.
 */
export const runBounded = (command, { signal, env = {}, cwd = process.cwd(), kept = '' }) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(cut(signal, kept));
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const end = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
    // Ctrl-C does not reach another process group: it is ended when this process goes.
    const watch = () => (process.once('exit', end), signal.addEventListener('abort', end, { once: true }));
    const unwatch = () => (process.removeListener('exit', end), signal.removeEventListener('abort', end));
    watch();
    child.once('error', (error) => {
      unwatch();
      reject(new Skipped(error.code === 'ENOENT' ? `${program} is not on this machine` : error.message));
    });
    child.once('close', (code) => {
      unwatch();
      if (signal.aborted) return reject(cut(signal, kept));
      if (code === 0) return resolve(output);
      reject(new Skipped(`${named(command)} failed: ${lastLines(output)}`));
    });
  });

const cut = (signal, kept) => new Skipped([String(signal.reason), kept].filter((part) => part !== '').join('; '));

const named = (command) => {
  const [program, verb] = command[0] === 'nice' ? command.slice(3) : command;
  return `${program.split('/').at(-1)} ${verb ?? ''}`.trim();
};

const lastLines = (output) => output.trim().split('\n').slice(-LINES_SHOWN).join(' | ') || 'it said nothing';
