import type { ProjectionLog } from './projection-log.js';
import { register } from './definitions.js';
import { ManagedProjection } from './managed-projection.js';
import { FIRST_DASH, type CategoryRule } from './standard/category.js';
import { standardProjections } from './standard/standard-projections.js';

export type ProjectionOptions = Readonly<{
  /** `None` (23.10's default): there are no projections. */
  run: 'None' | 'System';
  /** Enables all of them at every start. */
  startStandard: boolean;
  /** Default: the first dash. */
  category?: CategoryRule;
}>;

/** The subsystem of projections: those that the server derives itself, each with a run of its own while it is enabled. */
export class SystemProjections {
  #projections: ReadonlyMap<string, ManagedProjection> = new Map();
  #changing: Promise<void> = Promise.resolve();
  #restarting = false;

  constructor(
    private readonly log: ProjectionLog,
    private readonly options: ProjectionOptions,
  ) {}

  /** In the order of their registration. */
  get all(): readonly ManagedProjection[] {
    return [...this.#projections.values()];
  }

  find(name: string): ManagedProjection | undefined {
    return this.#projections.get(name);
  }

  /** Registers what is new and runs what is enabled. Fails with a sentence where that cannot be written down. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  /** Ends every run at a checkpoint. Repeating it is harmless. */
  stop(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  /** Stops and starts the subsystem; false where that is going on already. */
  async restart(): Promise<boolean> {
    if (this.#restarting) return false;
    this.#restarting = true;
    try {
      await this.#inTurn(async () => {
        await this.#stop();
        await this.#start();
      });
      return true;
    } finally {
      this.#restarting = false;
    }
  }

  async #start(): Promise<void> {
    const standard = standardProjections(this.options.category ?? FIRST_DASH);
    const ids = await register(
      this.log,
      standard.map(({ name }) => name),
    );
    const opened = new Map<string, ManagedProjection>();
    for (const projection of standard) {
      opened.set(projection.name, await ManagedProjection.open(this.log, projection, ids.get(projection.name) ?? 0));
    }
    this.#projections = opened;
    for (const projection of this.all) await (this.options.startStandard ? projection.enable() : projection.begin());
  }

  async #stop(): Promise<void> {
    await Promise.all(this.all.map((projection) => projection.suspend()));
  }

  #inTurn(operation: () => Promise<void>): Promise<void> {
    const turn = this.#changing.then(operation);
    // A failure is told to who asked; the next operation gets its turn all the same.
    this.#changing = turn.catch(() => undefined);
    return turn;
  }
}
