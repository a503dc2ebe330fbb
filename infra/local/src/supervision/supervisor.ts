import { defaultBackoff, type Backoff } from './backoff.js';
import { CappedLog } from './capped-log.js';
import { ManagedProcess } from './managed-process.js';
import { Obstacle } from './obstacle.js';
import { PidFiles } from './pid-files.js';
import type { ProcessDescription, ProcessState } from './process-description.js';

export interface SupervisorOptions {
  /** Processes of one stage start together, and a stage begins when the one before is ready. */
  readonly startStages: readonly (readonly ProcessDescription[])[];
  /** Names; processes of one stage stop together. */
  readonly stopStages: readonly (readonly string[])[];
  readonly logsDir: string;
  readonly runDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly announce: (line: string) => void;
  readonly backoff?: Backoff;
  readonly watchEveryMs?: number;
}

const DEFAULT_WATCH_MS = 5_000;

/** Starts a table of processes in order, keeps them up, and stops them in order. */
export class Supervisor {
  private readonly processes: ReadonlyMap<string, ManagedProcess>;
  private readonly pidFiles: PidFiles;
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: SupervisorOptions) {
    this.pidFiles = new PidFiles(options.runDir);
    const { logsDir, announce, environment, backoff = defaultBackoff, watchEveryMs = DEFAULT_WATCH_MS } = options;
    const processes = options.startStages.flat().map((description) => {
      const log = new CappedLog(logsDir, description.name);
      return new ManagedProcess(description, { log, pidFiles: this.pidFiles, backoff, environment, announce, watchEveryMs });
    });
    this.processes = new Map(processes.map((process) => [process.description.name, process]));
  }

  /** @throws {Obstacle} of the first process that did not get ready; the others stay up for `stop` */
  async start(): Promise<void> {
    for (const stage of this.options.startStages) {
      this.refuseWhenStopping();
      const outcomes = await Promise.allSettled(stage.map(({ name }) => this.startOne(name)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
    this.refuseWhenStopping();
  }

  /** Stops everything in order. May be called again: the same stop is waited for. */
  stop(): Promise<void> {
    this.stopping ??= this.stopInOrder();
    return this.stopping;
  }

  states(): readonly ProcessState[] {
    return [...this.processes.values()].map((process) => process.state());
  }

  /** @throws {Obstacle} when there is no process of that name */
  process(name: string): ManagedProcess {
    const process = this.processes.get(name);
    if (process !== undefined) return process;
    throw new Obstacle(`there is no process "${name}": one of ${[...this.processes.keys()].join(', ')}`);
  }

  /** Last resort when the supervisor itself ends in disorder. */
  abandonAll(): void {
    for (const process of this.processes.values()) process.abandon();
  }

  private async startOne(name: string): Promise<void> {
    const process = this.process(name);
    const begun = performance.now();
    await process.start();
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    this.options.announce(`${process.description.title} is ready (${seconds} s)`);
  }

  private async stopInOrder(): Promise<void> {
    for (const stage of this.options.stopStages) {
      await Promise.all(stage.filter((name) => this.processes.has(name)).map((name) => this.process(name).stop()));
    }
  }

  private refuseWhenStopping(): void {
    if (this.stopping !== undefined) throw new Obstacle('the start was interrupted');
  }
}
