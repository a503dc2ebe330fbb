import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, heapFlags } from '@guildhall/local';
import { freePort } from '../load/processes/workspace.js';
import { platform, stop } from '../market/control.js';
import { Front } from './front.js';

const SERVICE = 'contracts';
const READY_MS = 180_000;

/** What the supervisor gave to the process that it runs; Linux tells it. */
const environmentOf = async (pid: number): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    (await readFile(`/proc/${String(pid)}/environ`, 'utf8'))
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** One process of contracts, of one version. */
export type Version = Readonly<{ name: string; port: number; child: ChildProcess }>;

/** Takes the place of the platform's own contracts: any number of processes behind its port, of either version. */
export class Versions {
  private readonly front = new Front();
  private readonly running: Version[] = [];

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly logsDir: string,
  ) {}

  /** Stops the platform's own and listens on its port; logs go where the platform's are. */
  static async takeOver(): Promise<Versions> {
    const { logsDir, processes } = await platform();
    const own = processes.find(({ name }) => name === SERVICE);
    if (own?.pid === undefined || own.pid === null) throw new Error('the platform runs no contracts');
    const environment = await environmentOf(own.pid);
    await stop(SERVICE);
    const versions = new Versions(environment, logsDir);
    await versions.front.open(own.port);
    return versions;
  }

  /** Starts a process of the build at `root` beside those that run; resolves when it is ready and takes its share of requests. */
  async start(name: string, root: string): Promise<Version> {
    const port = await freePort();
    const main = join(root, 'services', SERVICE, 'dist', 'main.js');
    const child = spawn(process.execPath, [...heapFlags('service'), main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Two processes of one service, so none may take itself for the only writer.
      env: { ...this.environment, PORT: String(port), SINGLE_PROCESS: 'false' },
    });
    const log = createWriteStream(join(this.logsDir, `${SERVICE}-${name}.log`), { flags: 'a' });
    for (const stream of [child.stdout, child.stderr]) stream.pipe(log, { end: false });
    child.once('close', () => log.end());
    const version = { name, port, child };
    this.running.push(version);
    await eventually(
      `${name} is ready`,
      async () => {
        if (child.exitCode !== null) throw new Error(`it ended with code ${String(child.exitCode)}`);
        const { ok } = await fetch(`http://127.0.0.1:${String(port)}/health/ready`);
        return ok || undefined;
      },
      READY_MS,
    );
    this.spread();
    return version;
  }

  /** Sends every request of an act to this one. */
  async through<T>({ port }: Version, act: () => Promise<T>): Promise<T> {
    this.front.standBehind([port]);
    try {
      return await act();
    } finally {
      this.spread();
    }
  }

  /** Takes it out of the turn, then ends it in order. @returns its exit code */
  async stop(version: Version): Promise<number | null> {
    this.running.splice(this.running.indexOf(version), 1);
    this.spread();
    const { child } = version;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
    return child.exitCode;
  }

  async end(): Promise<void> {
    for (const version of [...this.running]) await this.stop(version);
    await this.front.close();
  }

  private spread(): void {
    this.front.standBehind(this.running.map(({ port }) => port));
  }
}

const HELD = /^lease_held\{[^}]*runner="([^"]+)"[^}]*\} 1$/;

/** Runners whose lease a process holds. */
export const heldBy = async ({ port }: Version): Promise<readonly string[]> => {
  const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
  return text.split('\n').flatMap((line) => HELD.exec(line)?.[1] ?? []);
};
