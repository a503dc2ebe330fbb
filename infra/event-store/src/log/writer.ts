import { Changes } from './changes.js';
import type { Command, Outcome } from './commands.js';
import { Gathering } from './gathering.js';
import type { Heads } from './heads.js';
import type { StoredEvent } from './record.js';
import { failureOf } from './sqlite-errors.js';
import type { Tables } from './tables.js';

/** One group's limits: a longer queue is cut into several commits, so that readers get their turn between them. */
const GROUP_EVENTS = 4_000;
const GROUP_BYTES = 8 * 1024 * 1024;

/** `since`: when it was handed in, milliseconds of the writer's clock. */
type Waiting = Readonly<{ command: Command; since: number; settle: (outcome: Outcome) => void }>;

/** How long a command may wait until its group begins, and the group's commit may then take, in milliseconds. */
export type WriteTimeouts = Readonly<{ prepareMs: number; commitMs: number }>;

/** Those of 23.10. */
export const DEFAULT_TIMEOUTS: WriteTimeouts = { prepareMs: 2_000, commitMs: 2_000 };

export type WriterOptions = Readonly<{
  tables: Tables;
  heads: Heads;
  /** Milliseconds since 1970. */
  now: () => number;
  timeouts: WriteTimeouts;
  /** Called with each group's events once they are durable. */
  published: (events: readonly StoredEvent[]) => void;
  /** The disk failed under a commit: what is durable is unknown, the process must end. */
  fatal: (error: Error) => void;
}>;

/** Group commit: the commands of a few turns of the event loop share a transaction and are answered after its COMMIT. */
export class Writer {
  readonly #options: WriterOptions;
  #end: { position: number; created: number; streamId: number };
  #queue: Waiting[] = [];
  readonly #gathering = new Gathering();
  #scheduled: NodeJS.Immediate | undefined;
  #idle: (() => void)[] = [];

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#end = options.tables.end();
  }

  get lastPosition(): number {
    return this.#end.position;
  }

  execute(command: Command): Promise<Outcome> {
    return new Promise((settle) => {
      this.#queue.push({ command, settle, since: this.#options.now() });
      this.#schedule();
    });
  }

  /** Resolves once every command handed in so far is answered. */
  drained(): Promise<void> {
    return this.#queue.length === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      if (this.#gathering.waits(this.#queue.length)) return this.#schedule();
      this.#writeGroup(this.#takeGroup());
      if (this.#queue.length > 0) return this.#schedule();
      for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  #takeGroup(): Waiting[] {
    let [count, events, bytes] = [0, 0, 0];
    for (const { command } of this.#queue) {
      if (count > 0 && (events >= GROUP_EVENTS || bytes >= GROUP_BYTES)) break;
      count += 1;
      if (command.kind !== 'append') continue;
      events += command.events.length;
      bytes += command.events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    }
    return this.#queue.splice(0, count);
  }

  #writeGroup(group: readonly Waiting[]): void {
    const { outcomes, events } = this.#commit(group);
    if (events.length > 0) this.#options.published(events);
    for (const [index, outcome] of outcomes.entries()) group[index]?.settle(outcome);
    this.#options.heads.trim();
  }

  #commit(group: readonly Waiting[]): { outcomes: readonly Outcome[]; events: readonly StoredEvent[] } {
    const { tables, heads, now, timeouts } = this.#options;
    const started = now();
    // Times never decrease along the log, whatever the clock does: $maxAge relies on it.
    this.#end.created = Math.max(this.#end.created, started);
    const changes = new Changes(tables, heads, this.#end);
    try {
      tables.begin();
      const outcomes = group.map((waiting): Outcome => missedStart(waiting, started, timeouts) ?? changes.apply(waiting.command));
      changes.saveHeads();
      tables.commit();
      const inTime = now() - started <= timeouts.commitMs;
      return { outcomes: inTime ? outcomes : outcomes.map(withOpenEnd), events: changes.events };
    } catch (error) {
      return { outcomes: this.#undo(group, error), events: [] };
    }
  }

  #undo(group: readonly Waiting[], error: unknown): Outcome[] {
    const { tables, heads, fatal } = this.#options;
    const fault = error instanceof Error ? error : new Error(String(error));
    const failure = failureOf(error);
    if (failure === 'disk-failed') fatal(fault);
    tables.rollback();
    heads.forgetAll();
    this.#end = tables.end();
    const reason = failure === 'disk-full' ? 'The disk is full: nothing was written.' : `Nothing was written: ${fault.message}.`;
    return group.map(() => ({ kind: 'refused', reason }));
  }
}

/** Why a command is not begun any more, undefined where it is in time. */
function missedStart({ command: { deadline }, since }: Waiting, now: number, { prepareMs }: WriteTimeouts): Outcome | undefined {
  if (deadline !== undefined && deadline <= now) return { kind: 'timed-out' };
  return now - since > prepareMs ? { kind: 'overdue', timeout: 'prepare' } : undefined;
}

// What was judged without writing is known all the same; only for what was written the commit came too late.
const withOpenEnd = (outcome: Outcome): Outcome =>
  outcome.kind === 'written' ? { kind: 'overdue', timeout: 'commit' } : outcome;
