import type { ProjectionLog } from './projection-log.js';
import { Checkpoints } from './checkpoints.js';
import { loadDefinition, saveDefinition, type Definition } from './definitions.js';
import { ProjectionRun } from './projection-run.js';
import type { SystemProjection } from './standard/system-projection.js';
import { placeText } from './stamp.js';
import type { ProjectionStatistics } from './statistics.js';

type Condition = 'stopped' | 'aborted' | 'running' | 'stopping' | 'faulted';

const NEVER_RUN = {
  percent: -1,
  taken: 0,
  buffered: 0,
  pending: 0,
  processingMs: 0,
  heldUpBy: '',
} as const;

/** One projection under management: its definition, and its run while it is enabled. Operations wait for one another. */
export class ManagedProjection {
  readonly #checkpoints: Checkpoints;
  #definition: Definition;
  #condition: Condition = 'stopped';
  #run: ProjectionRun | undefined;
  #faultedBy = '';
  #last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly log: ProjectionLog,
    private readonly projection: SystemProjection,
    private readonly id: number,
    definition: Definition,
  ) {
    this.#definition = definition;
    this.#checkpoints = new Checkpoints(log, projection.name);
  }

  /** Loads or creates the definition; nothing runs before `begin`. */
  static async open(log: ProjectionLog, projection: SystemProjection, id: number): Promise<ManagedProjection> {
    const { query } = projection;
    const kept = loadDefinition(log, projection.name);
    const fresh = { enabled: false, epoch: -1, version: 0, query };
    const definition = kept === undefined ? fresh : kept.query === query ? kept : { ...kept, query, version: kept.version + 1 };
    if (definition !== kept) await saveDefinition(log, projection, definition);
    return new ManagedProjection(log, projection, id, definition);
  }

  get name(): string {
    return this.projection.name;
  }

  /** Runs it if it is enabled. */
  begin(): Promise<void> {
    return this.#inTurn(() => {
      if (this.#definition.enabled) this.#start();
      return Promise.resolve();
    });
  }

  /** Ends its run, keeping it enabled. */
  suspend(): Promise<void> {
    return this.#inTurn(() => this.#stop('with checkpoint'));
  }

  /** Enables and runs it; a faulted one is run again. */
  enable(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#definition.enabled) await this.#redefine({ enabled: true });
      if (this.#condition !== 'running') this.#start();
    });
  }

  disable(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop('with checkpoint');
      await this.#redefine({ enabled: false });
    });
  }

  /** Disables it without a checkpoint: enabled again, it repeats its work since the last one. */
  abort(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop('at once');
      await this.#redefine({ enabled: false });
      this.#condition = 'aborted';
    });
  }

  /** Begins a new epoch: everything is derived again from the beginning of the log, now or once it is enabled. */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop('with checkpoint');
      await this.#redefine({ epoch: this.#definition.version + 1 });
      this.#run = undefined;
      if (this.#definition.enabled) this.#start();
    });
  }

  get statistics(): ProjectionStatistics {
    const { version, epoch } = this.#definition;
    const { position, checkpoint, ...counts } = this.#run?.progress ?? this.#idleProgress();
    return {
      name: this.name,
      status: this.#status,
      stateReason: this.#condition === 'faulted' ? this.#faultedBy : counts.heldUpBy,
      mode: 'Continuous',
      version,
      epoch,
      position: placeText(position),
      lastCheckpoint: placeText(checkpoint),
      progress: counts.percent,
      coreProcessingTime: Math.round(counts.processingMs),
      eventsProcessedAfterRestart: counts.taken,
      bufferedEvents: counts.buffered,
      partitionsCached: 1,
      writesInProgress: counts.pending > 0 ? 1 : 0,
      writePendingEventsAfterCheckpoint: counts.pending,
    };
  }

  #idleProgress() {
    const { epoch, version } = this.#definition;
    const place = this.#checkpoints.load({ id: this.id, epoch, version });
    return { ...NEVER_RUN, position: place, checkpoint: place };
  }

  get #status(): string {
    const enabled = this.#definition.enabled ? ' (Enabled)' : '';
    switch (this.#condition) {
      case 'stopped':
        return `Stopped${enabled}`;
      case 'aborted':
        return 'Aborted/Stopped';
      case 'running':
        return 'Running';
      case 'stopping':
        return 'Stopping';
      case 'faulted':
        return `Faulted${enabled}`;
    }
  }

  #start(): void {
    const { epoch, version } = this.#definition;
    this.#condition = 'running';
    this.#run = new ProjectionRun(this.log, this.projection, { id: this.id, epoch, version }, this.#checkpoints, (reason) => {
      this.#faultedBy = reason;
      this.#condition = 'faulted';
    });
  }

  async #stop(how: 'with checkpoint' | 'at once'): Promise<void> {
    if (this.#condition === 'running') this.#condition = 'stopping';
    await this.#run?.stop(how);
    this.#condition = 'stopped';
  }

  async #redefine(change: Partial<Definition>): Promise<void> {
    const definition = { ...this.#definition, ...change, version: this.#definition.version + 1 };
    await saveDefinition(this.log, this.projection, definition);
    this.#definition = definition;
  }

  #inTurn(operation: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(operation);
    // A failure is told to who asked; the next operation gets its turn all the same.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
