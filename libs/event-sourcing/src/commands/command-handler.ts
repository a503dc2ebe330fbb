import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, streamOf, type Command, type Decider, type DomainEvent, type StorageContract } from '@guildhall/kernel';
import type { EventStore } from '../store/event-store.port.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../store/store.errors.js';
import { NO_STREAM, type MemoryLimits, type Remembered } from './aggregate-memory.js';
import type { CommandContext } from './command-context.js';
import { inCommandSpan, noteOnCommand, senderOf } from './command-span.js';
import { firstAnswer } from './first-answer.js';
import { factNoted, newEventsOf, positionToken, storedAs } from './new-events.js';
import { DEFAULT_RETRY, pauseAfter, type RetryPolicy } from './retry-policy.js';
import { sharedAggregate, type SharedAggregate } from './shared-aggregates.js';
import { Written } from './written.js';

export type HandleOptions<S> = Readonly<{
  /** Judged on the very state that decides, at each try; throws a `DomainError` (for strangers `not-found`, so ids cannot be probed). */
  authorise?: (state: S) => void;
}>;

export type CommandHandlerOptions = Readonly<{
  /** What is remembered of streams; the first handler of an aggregate in a process decides for all. */
  memory?: Partial<MemoryLimits>;
  retry?: Partial<RetryPolicy>;
  /** Effects that tests replace: pauses, randomness in [0, 1), wall time in ms. */
  wait?: (ms: number) => Promise<unknown>;
  random?: () => number;
  now?: () => number;
}>;

const DEFAULT_MEMORY: MemoryLimits = { streams: 2_000, commandIds: 100_000 };

type Order<C, S> = Readonly<{
  stream: string;
  command: C;
  context: CommandContext;
  options: HandleOptions<S>;
  traceparent: string | undefined;
  /** Wall time after which a command over HTTP gives up on a store that is away. */
  deadline: number;
}>;

type Judgement<E> =
  | Readonly<{ kind: 'repeat'; first: bigint }>
  | Readonly<{ kind: 'decided'; events: readonly E[] }>
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'refused'; error: unknown }>;

/** Whether the memory may be decided on, or the stream's tail must be read first. */
type Knowledge = 'remembered' | 'doubted';

/** A command nobody waits for at a screen: it may not be refused for a conflict, and its sender repeats it through outages. */
const isOfProcess = ({ factId, actor }: CommandContext): boolean => factId !== undefined || actor.kind !== 'account';

/**
 * The one writer path: finds repeats, decides, appends at the exact revision (architecture.md §3, rows Append to Metadata). Commands on
 * one stream take turns within a process; a warm command costs one append and no read. Cheap to make: one a use case, all handlers of
 * a decider on one store share their memory.
 */
export class CommandHandler<C extends Command, E extends DomainEvent, S> {
  private readonly shared: SharedAggregate<S>;
  private readonly retry: RetryPolicy;
  private readonly wait: (ms: number) => Promise<unknown>;
  private readonly random: () => number;
  private readonly now: () => number;

  /** `store`: the service's coded store. */
  constructor(
    private readonly store: EventStore,
    private readonly storage: StorageContract<E>,
    private readonly decider: Decider<C, E, S>,
    options: CommandHandlerOptions = {},
  ) {
    this.shared = sharedAggregate(store, decider, { ...DEFAULT_MEMORY, ...options.memory });
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
    this.wait = options.wait ?? ((ms) => pause(ms));
    this.random = options.random ?? Math.random;
    this.now = options.now ?? Date.now;
  }

  /**
   * Executes a command on the aggregate `key`. May be repeated at will: the same command id gives the first answer for ever. Errors:
   * the decider's and `authorise`'s `DomainError`s; `COMMON.IDEMPOTENCY_KEY_REUSED` (422) for another request under the same command
   * id; `COMMON.REVISION_CONFLICT` (409) after three lost races or where `ifMatch` is not the revision; `StoreUnavailable` (503) when
   * the store stayed away. Commands of processes never get the 409 of a race, and get `OutcomeUnknown` or `StoreUnavailable` at once.
   */
  handle(key: string, command: C, context: CommandContext, options: HandleOptions<S> = {}): Promise<Written> {
    const stream = streamOf(this.storage, key);
    const deadline = this.now() + this.retry.outageBudgetMs;
    return inCommandSpan(command.type, stream, context, (traceparent) => {
      const order = { stream, command, context, options, traceparent, deadline };
      return this.shared.turns.run(stream, () => this.carryOut(order));
    });
  }

  /** The aggregate's present state, read to the end of its stream; `revision` is -1 where it does not exist. Errors: `StoreUnavailable`. */
  async load(key: string): Promise<Readonly<{ state: S; revision: bigint }>> {
    const stream = streamOf(this.storage, key);
    const entry = this.shared.memory.get(stream) ?? this.shared.memory.blank(this.decider.initialState());
    await this.readTail(stream, entry);
    const { state, revision } = entry;
    return { state, revision };
  }

  private async carryOut(order: Order<C, S>): Promise<Written> {
    const { stream, context } = order;
    let knowledge: Knowledge = 'remembered';
    let conflicts = 0;
    let outages = 0;
    let tried: 'nothing open' | 'outcome open' = 'nothing open';
    for (;;) {
      if (!isOfProcess(context) && this.now() > order.deadline) throw new StoreUnavailable(`${stream}: no turn in time`);
      try {
        const written = await this.attempt(order, knowledge);
        // An earlier try of this very call may have been the one that wrote: its caller has seen no answer yet.
        return tried === 'outcome open' ? asFirst(written) : written;
      } catch (error) {
        if (error instanceof WrongExpectedRevision) {
          conflicts += 1;
          noteOnCommand('conflict_retries', conflicts);
          knowledge = 'doubted';
          this.forgetIfAhead(error);
          if (!isOfProcess(context) && conflicts >= this.retry.conflictTries) throw lostRaces(conflicts);
          await this.wait(pauseAfter(this.retry, conflicts, this.random()));
          continue;
        }
        if (!(error instanceof OutcomeUnknown || error instanceof StoreUnavailable)) throw error;
        if (error instanceof OutcomeUnknown) {
          this.shared.memory.drop(stream);
          tried = 'outcome open';
        }
        outages += 1;
        const pauseMs = pauseAfter(this.retry, outages, this.random());
        if (isOfProcess(context)) throw error;
        if (this.now() + pauseMs > order.deadline) throw new StoreUnavailable(`${stream}: ${error.message}`, { cause: error });
        await this.wait(pauseMs);
      }
    }
  }

  private async attempt(order: Order<C, S>, knowledge: Knowledge): Promise<Written> {
    const { stream, context } = order;
    const remembered = this.shared.memory.get(stream);
    const entry = remembered ?? this.shared.memory.blank(this.decider.initialState());
    const mayBeStale = knowledge === 'remembered' && remembered !== undefined;
    if (!mayBeStale) await this.readTail(stream, entry);
    let judgement = this.judge(order, entry);
    if (mayBeStale && (judgement.kind === 'refused' || judgement.kind === 'nothing')) {
      // Another process may have changed what this one remembers: nobody is refused on stale state.
      await this.readTail(stream, entry);
      judgement = this.judge(order, entry);
    }
    switch (judgement.kind) {
      case 'repeat':
        noteOnCommand('repeat_of', senderOf(context));
        return firstAnswer(this.store, stream, judgement.first, context);
      case 'decided':
        return this.append(order, entry, judgement.events);
      case 'nothing':
        return new Written(positionToken(stream, entry.position), entry.revision, [], 'first', {});
      case 'refused':
        throw judgement.error;
    }
  }

  private judge({ command, context, options }: Order<C, S>, entry: Remembered<S>): Judgement<E | DomainEvent> {
    const first = entry.firstRevisionOf(context.commandId);
    if (first !== undefined) return { kind: 'repeat', first };
    try {
      options.authorise?.(entry.state);
      if (context.ifMatch !== undefined && context.ifMatch !== entry.revision) throw changedMeanwhile(entry.revision);
      const events = this.decider.decide(command, entry.state);
      return events.length > 0 ? { kind: 'decided', events } : noted(context);
    } catch (error) {
      return { kind: 'refused', error };
    }
  }

  private async append(order: Order<C, S>, entry: Remembered<S>, decided: readonly DomainEvent[]): Promise<Written> {
    const { stream, context, traceparent } = order;
    const expected = entry.revision === NO_STREAM ? 'no_stream' : entry.revision;
    const events = newEventsOf(this.storage, stream, decided, context, traceparent);
    const result = await this.store.append(stream, expected, events);
    const written = storedAs(stream, events, result, new Date(this.now()));
    for (const event of written) entry.take<E>(event, this.evolve);
    this.shared.memory.keep(stream, entry);
    return new Written(positionToken(stream, result.position), result.revision, written, 'first', {});
  }

  private readonly evolve = (state: S, event: E): S => this.decider.evolve(state, event);

  private async readTail(stream: string, entry: Remembered<S>): Promise<void> {
    for await (const event of this.store.read(stream, { from: entry.revision + 1n })) entry.take<E>(event, this.evolve);
    if (entry.revision !== NO_STREAM) this.shared.memory.keep(stream, entry);
  }

  /** A stream shorter than remembered is another log: one that was restored or replaced. */
  private forgetIfAhead({ stream, actual }: WrongExpectedRevision): void {
    const entry = this.shared.memory.get(stream);
    if (entry && (actual ?? NO_STREAM) < entry.revision) this.shared.memory.drop(stream);
  }
}

/** An empty decision leaves no trace for people, and `FactNoted` for a process, whose inbox is the stream. */
const noted = (context: CommandContext): Judgement<DomainEvent> => {
  const { factId } = context;
  if (factId === undefined) return { kind: 'nothing' };
  noteOnCommand('noted_by', senderOf(context));
  return { kind: 'decided', events: [factNoted(factId)] };
};

const asFirst = ({ position, revision, events, result }: Written): Written =>
  new Written(position, revision, events, 'first', result);

const lostRaces = (tries: number): DomainError =>
  new DomainError('COMMON.REVISION_CONFLICT', 'conflict', `Others changed this ${tries} times meanwhile; try again`);

const changedMeanwhile = (revision: bigint): DomainError =>
  new DomainError('COMMON.REVISION_CONFLICT', 'conflict', 'This was changed since you read it', {
    revision: revision.toString(),
  });
