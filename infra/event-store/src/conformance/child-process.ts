import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const main = join(root, 'dist', 'main.js');

/** Builds the package unless `dist` is newer than every source: the process under test is the emitted code. */
export async function ensureBuilt(): Promise<void> {
  const built = await stat(main).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  const files = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const changed = await Promise.all(
    files.filter((file) => file.isFile()).map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).mtimeMs),
  );
  if (built > Math.max(...changed)) return;
  await promisify(execFile)('npm', ['run', '-s', 'build'], { cwd: root });
}

export type ChildServer = Readonly<{
  port: number;
  pid: number;
  kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<number | null>;
  /** The exit code, once it has ended. */
  exited: Promise<number | null>;
  /** What it said on its error output. */
  errors: () => string;
}>;

export type RunOptions = Readonly<{
  /** A command that runs the server, such as a tracer with its arguments. It has to leave the server as our child. */
  under?: readonly string[];
  /** A module of `dist/conformance` that is loaded before the server. */
  preload?: string;
  /** Further options of the command line. */
  args?: readonly string[];
}>;

/** A test that fails before it ends its server leaves it behind, and a runner of tests waits for its children. */
const left = new Set<ChildProcess>();
afterAll(() => {
  for (const child of left) child.kill('SIGKILL');
});

/** Runs `dist/main.js` on a free port until it is killed; `kill` answers the exit code. */
export async function runServer(
  folder: string,
  { under = [], preload, args: options = [] }: RunOptions = {},
): Promise<ChildServer> {
  const imports = preload === undefined ? [] : ['--import', pathToFileURL(join(root, 'dist', 'conformance', preload)).href];
  const [command = '', ...args] = [...under, process.execPath, ...imports, main, '--port', '0', '--data', folder, ...options];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  left.add(child);
  const exited = (once(child, 'exit') as Promise<[number | null]>).then(([code]) => {
    left.delete(child);
    return code;
  });
  const port = await readyPort(child, exited);
  const kill = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  return { port, pid: child.pid ?? 0, kill, exited, errors: () => said };
}

/** Runs `dist/main.js` to its end, for command lines that do not lead to a running server. */
export async function runToEnd(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, [code]] = await Promise.all([child.stdout.toArray(), child.stderr.toArray(), once(child, 'exit')]);
  return {
    code: code as number | null,
    out: Buffer.concat(out as Buffer[]).toString(),
    err: Buffer.concat(err as Buffer[]).toString(),
  };
}

async function readyPort(child: ChildProcess, exited: Promise<unknown>): Promise<number> {
  if (!child.stdout) throw new Error('The server has no output to read.');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    exited.then(() => {
      throw new Error('The server ended before it was ready.');
    }),
  ]);
  const port = /^event store ready on 127\.0\.0\.1:(\d+)$/.exec(line)?.[1];
  if (!port) throw new Error(`Not a ready line: ${line}`);
  return Number(port);
}
