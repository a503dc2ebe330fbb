import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { countFailure, pauseAfter, type Backoff } from './backoff.js';
import type { CappedLog } from './capped-log.js';
import { portAnswers, untilResolved } from './conditions.js';
import { Obstacle } from './obstacle.js';
import type { PidFiles } from './pid-files.js';
import type { ProcessDescription, ProcessPhase, ProcessState } from './process-description.js';

export interface Surroundings {
  readonly log: CappedLog;
  readonly pidFiles: PidFiles;
  readonly backoff: Backoff;
  /** Variables every process gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** One line for the person at the keyboard. */
  readonly announce: (line: string) => void;
  /** Between two looks at a ready process, ms. */
  readonly watchEveryMs: number;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const READY_LOOK_MS = 100;
/** A shell's code for a command that cannot be run. */
const NOT_FOUND = 127;
/** Looks in a row without any answer before a process that still runs is taken for hung and killed. */
const HUNG_AFTER_LOOKS = 12;

const describeExit = ({ code, signal }: Exit): string => (signal === null ? `code ${String(code)}` : `signal ${signal}`);

/**
 * One process, kept up: started, watched, started again with growing pauses when it ends by itself, stopped on request.
 *
 * It runs in a process group of its own, so that Ctrl-C reaches the supervisor alone and the stop stays in order.
 */
export class ManagedProcess {
  private phase: ProcessPhase = 'stopped';
  private since = new Date();
  private child: ChildProcess | undefined;
  private exit: Promise<Exit> | undefined;
  private wanted: AbortController | undefined;
  private keeping: Promise<void> = Promise.resolve();
  private ending: Promise<void> | undefined;
  private starts = 0;
  private lastExit: Exit | undefined;

  constructor(
    readonly description: ProcessDescription,
    private readonly surroundings: Surroundings,
  ) {}

  state(): ProcessState {
    const { name, title, port } = this.description;
    return {
      name,
      title,
      port,
      phase: this.phase,
      pid: this.child?.pid ?? null,
      restarts: Math.max(0, this.starts - 1),
      lastExit: this.lastExit === undefined ? null : describeExit(this.lastExit),
      since: this.since.toISOString(),
    };
  }

  /**
   * Resolves when it is ready; a process that already runs is waited for.
   *
   * @throws {Obstacle} when it ends or misses its deadline before it was ready for the first time
   */
  async start(): Promise<void> {
    if (this.wanted !== undefined) return this.untilReady();
    const wanted = new AbortController();
    this.wanted = wanted;
    try {
      await this.launch(wanted.signal);
    } catch (error) {
      this.wanted = undefined;
      await this.end();
      this.enter('stopped');
      throw error;
    }
    this.keeping = this.keepUp(wanted.signal);
  }

  /** Ends it and keeps it down. */
  async stop(): Promise<void> {
    this.wanted?.abort();
    this.wanted = undefined;
    if (this.child !== undefined) this.enter('stopping');
    await this.end();
    await this.keeping;
    this.enter('stopped');
  }

  /** SIGKILL, as a crash would: it is started again. Resolves when it has ended. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exit;
  }

  /** Last resort when the supervisor itself ends in disorder. */
  abandon(): void {
    this.child?.kill('SIGTERM');
  }

  /** Waits until it is ready, however often it has to be started for that. */
  async untilReady(): Promise<void> {
    const { startDeadlineMs, title } = this.description;
    await untilResolved(
      () => (this.phase === 'ready' ? Promise.resolve() : Promise.reject(new Obstacle(`${title} is not ready: ${this.phase}`))),
      { deadlineMs: startDeadlineMs, everyMs: READY_LOOK_MS },
    );
  }

  private async launch(signal: AbortSignal): Promise<void> {
    const { description } = this;
    this.enter('starting');
    await description.prepare?.();
    if (signal.aborted) throw new Obstacle('the start was interrupted');
    const exit = this.spawn();
    const attempt = new AbortController();
    const ended = exit.then((how) => {
      attempt.abort();
      if (signal.aborted) throw new Obstacle('the start was interrupted');
      throw new Obstacle(this.sentenceAboutExit(how, 'while starting'));
    });
    const isReady = untilResolved(() => description.ready(), {
      deadlineMs: description.startDeadlineMs,
      everyMs: READY_LOOK_MS,
      signal: AbortSignal.any([attempt.signal, signal]),
    }).catch((reason: unknown) => {
      if (attempt.signal.aborted) return ended;
      if (signal.aborted) throw new Obstacle('the start was interrupted');
      throw new Obstacle(
        `${description.title} was not ready after ${String(description.startDeadlineMs / 1000)} s (${String(reason)}): ` +
          `see ${this.surroundings.log.path}`,
      );
    });
    await Promise.race([isReady, ended]);
    this.enter('ready');
  }

  private spawn(): Promise<Exit> {
    const { description, surroundings } = this;
    const child = spawn(description.command, [...description.args], {
      detached: true,
      env: { ...surroundings.environment, ...description.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.starts += 1;
    child.stdout.on('data', (chunk: Buffer) => {
      surroundings.log.write(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      surroundings.log.write(chunk);
    });
    if (child.pid !== undefined) surroundings.pidFiles.record(description.name, child.pid);
    const exit = this.exitOf(child);
    this.exit = exit;
    return exit;
  }

  /** `close` follows once the last output has been read, so that the log is complete. */
  private async exitOf(child: ChildProcess): Promise<Exit> {
    const exit = await new Promise<Exit>((resolve) => {
      child.once('error', (error) => {
        this.surroundings.log.write(`${error.message}\n`);
        resolve({ code: NOT_FOUND, signal: null });
      });
      child.once('close', (code, signal) => {
        resolve({ code, signal });
      });
    });
    this.lastExit = exit;
    this.child = undefined;
    if (this.phase === 'ready' || this.phase === 'unresponsive') this.enter('waiting');
    this.surroundings.pidFiles.forget(this.description.name);
    await this.description.stopped?.(exit.code);
    return exit;
  }

  /** Runs until the process is no longer wanted. */
  private async keepUp(signal: AbortSignal): Promise<void> {
    const { backoff, announce } = this.surroundings;
    let failures = 0;
    while (!signal.aborted) {
      const readyAt = performance.now();
      const exit = await this.watch(signal);
      if (signal.aborted) return;
      announce(this.sentenceAboutExit(exit, 'and is started again'));
      failures = countFailure(failures, performance.now() - readyAt, backoff);
      failures = await this.relaunch(failures, signal);
    }
  }

  /** Tries until it is ready again; returns the failures in a row. */
  private async relaunch(failuresBefore: number, signal: AbortSignal): Promise<number> {
    let failures = failuresBefore;
    while (!signal.aborted) {
      this.enter('waiting');
      await delay(pauseAfter(failures, this.surroundings.backoff), undefined, { signal }).catch((reason: unknown) => {
        if (!signal.aborted) throw reason;
      });
      if (signal.aborted) return failures;
      try {
        await this.launch(signal);
        this.surroundings.announce(`${this.description.title} is ready again`);
        return failures;
      } catch (error) {
        await this.end();
        if (signal.aborted) return failures;
        failures += 1;
        this.surroundings.announce(error instanceof Error ? error.message : String(error));
      }
    }
    return failures;
  }

  /** Looks at a ready process until it ends; one that stays silent is killed. */
  private async watch(signal: AbortSignal): Promise<Exit> {
    const { description, surroundings } = this;
    const live = description.live ?? (() => portAnswers(description.port));
    const ended = new AbortController();
    const exit = (this.exit ?? Promise.resolve({ code: null, signal: null })).finally(() => {
      ended.abort();
    });
    const pause = AbortSignal.any([ended.signal, signal]);
    let silent = 0;
    while (!pause.aborted) {
      await delay(surroundings.watchEveryMs, undefined, { signal: pause }).catch(() => pause.aborted);
      if (pause.aborted) break;
      silent = await live().then(
        () => 0,
        () => silent + 1,
      );
      if (this.phase === 'ready' && silent > 0) this.enter('unresponsive');
      if (this.phase === 'unresponsive' && silent === 0) this.enter('ready');
      if (silent < HUNG_AFTER_LOOKS) continue;
      surroundings.announce(`${description.title} has not answered ${String(silent)} times in a row and is killed`);
      this.child?.kill('SIGKILL');
      break;
    }
    return exit;
  }

  /** SIGTERM once, and SIGKILL after the deadline. Resolves when there is no process. */
  private end(): Promise<void> {
    const { child, exit } = this;
    if (child === undefined || exit === undefined) return Promise.resolve();
    this.ending ??= this.terminate(child, exit).finally(() => {
      this.ending = undefined;
    });
    return this.ending;
  }

  private async terminate(child: ChildProcess, exit: Promise<Exit>): Promise<void> {
    child.kill('SIGTERM');
    const ended = new AbortController();
    const timeout = delay(this.description.stopDeadlineMs, 'late' as const, { signal: ended.signal }).catch(
      () => 'ended' as const,
    );
    const outcome = await Promise.race([exit.then(() => 'ended' as const), timeout]);
    ended.abort();
    if (outcome === 'ended') return;
    const deadline = `${String(this.description.stopDeadlineMs / 1000)} s`;
    this.surroundings.announce(`${this.description.title} did not end within ${deadline} of SIGTERM and is killed`);
    child.kill('SIGKILL');
    await exit;
  }

  private sentenceAboutExit(exit: Exit, circumstance: string): string {
    const { description, surroundings } = this;
    const explanation = description.explainExit?.(exit.code);
    if (explanation !== undefined) return `${description.title} ended ${circumstance}: ${explanation}`;
    const words = surroundings.log.lastWords().split('\n').at(-1) ?? '';
    const said = words === '' ? '' : `; its last words: ${words.slice(0, 300)}`;
    return `${description.title} ended with ${describeExit(exit)} ${circumstance}${said} (log: ${surroundings.log.path})`;
  }

  private enter(phase: ProcessPhase): void {
    this.phase = phase;
    this.since = new Date();
  }
}
