import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './error-code.js';
import { Obstacle } from './obstacle.js';

interface PidRecord {
  readonly pid: number;
  /** As the system shows it: a pid that was given to another program since has another one. */
  readonly commandLine: string;
}

const LEFTOVER_DEADLINE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** The command line of a running process, or undefined when there is none. A zombie has an empty one and counts as ended. */
export const commandLineOf = (pid: number): string | undefined => {
  if (existsSync('/proc/self/cmdline')) {
    const file = `/proc/${String(pid)}/cmdline`;
    if (!existsSync(file)) return undefined;
    const text = readFileSync(file, 'utf8').replaceAll('\0', ' ').trim();
    return text === '' ? undefined : text;
  }
  const { stdout, status } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
};

const isPidRecord = (value: unknown): value is PidRecord =>
  typeof value === 'object' &&
  value !== null &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'commandLine' in value &&
  typeof value.commandLine === 'string';

/** A half-written file of a supervisor that was killed while writing says nothing and is dropped. */
const readRecord = (file: string): PidRecord | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isPidRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const signalIfThere = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
};

/** Remembers the processes of one platform on disk, so that those a crashed supervisor left behind can be ended. */
export class PidFiles {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  record(name: string, pid: number): void {
    const commandLine = commandLineOf(pid);
    if (commandLine === undefined) return;
    writeFileSync(this.fileOf(name), JSON.stringify({ pid, commandLine } satisfies PidRecord));
  }

  forget(name: string): void {
    rmSync(this.fileOf(name), { force: true });
  }

  /** Ends what is left of an earlier run and is really ours: SIGTERM, after 10 s SIGKILL. Returns the names. */
  async endLeftovers(): Promise<readonly string[]> {
    const names = readdirSync(this.folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length));
    const ended = await Promise.all(names.map((name) => this.endLeftover(name)));
    return names.filter((_, index) => ended[index] === 'ended');
  }

  private async endLeftover(name: string): Promise<'ended' | 'gone'> {
    const record = readRecord(this.fileOf(name));
    this.forget(name);
    if (record === undefined) return 'gone';
    const isOurs = (): boolean => commandLineOf(record.pid) === record.commandLine;
    if (!isOurs()) return 'gone';
    signalIfThere(record.pid, 'SIGTERM');
    if (await this.hasGone(isOurs)) return 'ended';
    signalIfThere(record.pid, 'SIGKILL');
    if (await this.hasGone(isOurs)) return 'ended';
    throw new Obstacle(`${name} of an earlier run does not end: end it with \`kill -9 ${String(record.pid)}\` and start again`);
  }

  private async hasGone(isThere: () => boolean): Promise<boolean> {
    const end = performance.now() + LEFTOVER_DEADLINE_MS;
    while (isThere() && performance.now() < end) await delay(LOOK_EVERY_MS);
    return !isThere();
  }

  private fileOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}
