import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environmentWith } from '../config.js';

export type ProgramOptions = Readonly<{
  name: string;
  args: readonly string[];
  environment?: Readonly<Record<string, string>>;
}>;

/** Lines that are shown when a program ends before it should. */
const REMEMBERED_LINES = 20;

/** A program of the workspace, run by this Node; its lines are kept for what may go wrong. */
export class Program {
  readonly pid: number;
  private readonly lines: string[] = [];
  private readonly ended: Promise<number | null>;
  private listeners: ((line: string) => void)[] = [];

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    this.pid = child.pid ?? 0;
    this.ended = new Promise((resolve) => child.once('close', resolve));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.hear(line));
    }
  }

  static start({ name, args, environment = {} }: ProgramOptions): Program {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      env: environmentWith(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Program(name, child);
  }

  /** Resolves to the first line, from now on or already said, that the pattern matches; rejects when the program ends first. */
  async said(pattern: RegExp, deadlineMs: number): Promise<string> {
    const known = this.lines.find((line) => pattern.test(line));
    if (known !== undefined) return known;
    const heard = Promise.withResolvers<string>();
    this.listeners.push((line) => {
      if (pattern.test(line)) heard.resolve(line);
    });
    const deadline = setTimeout(() => heard.reject(this.failure(`was not ready within ${String(deadlineMs)} ms`)), deadlineMs);
    void this.ended.then((code) => heard.reject(this.failure(`ended with ${String(code)}`)));
    return heard.promise.finally(() => clearTimeout(deadline));
  }

  /** Resolves when the condition holds; rejects when the program ends first or the deadline passes. */
  async until(condition: () => Promise<boolean>, deadlineMs: number): Promise<void> {
    const end = performance.now() + deadlineMs;
    while (!(await condition())) {
      if (this.child.exitCode !== null) throw this.failure(`ended with ${String(this.child.exitCode)}`);
      if (performance.now() > end) throw this.failure(`was not ready within ${String(deadlineMs)} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Asks it to stop and waits until it has. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.ended;
  }

  /** Ends it without a word and waits until it has. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private hear(line: string): void {
    this.lines.push(line);
    if (this.lines.length > 10 * REMEMBERED_LINES) this.lines.splice(0, REMEMBERED_LINES);
    for (const listener of this.listeners) listener(line);
  }

  private failure(what: string): Error {
    return new Error(`${this.name} ${what}:\n${this.lines.slice(-REMEMBERED_LINES).join('\n')}`);
  }
}
