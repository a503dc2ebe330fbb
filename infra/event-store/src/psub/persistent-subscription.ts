import type { Log } from '../log/log.js';
import { Alarm } from './alarm.js';
import type { Clock } from './clock.js';
import { ConnectedConsumer, type Consumer } from './connected-consumer.js';
import type { GroupDefinition } from './definition.js';
import { GroupState, wasWritten } from './group-state.js';
import { Group } from './group.js';
import type { GroupInfo } from './info.js';
import type { Message, NackAction } from './message.js';
import { placeText } from './place-text.js';
import { Progress } from './progress.js';
import { Replay } from './replay.js';
import { sourceOf, type Source } from './source.js';
import { Throughput } from './statistics.js';

/** Pages read without a pause; then other work gets its turn. */
const PAGES_A_TURN = 8;

/** A consumer's hold on its group. After the group has dropped it, or it has left, nothing of this does anything. */
export type Connection = Readonly<{
  ack: (ids: readonly string[]) => void;
  nack: (ids: readonly string[], action: NackAction, reason: string) => void;
  /** The consumer takes messages again. */
  resume: () => void;
  leave: () => void;
}>;

/**
 * A group at work: a cursor over the committed log with a wake-up feeds the group's state machine, and what that orders is done
 * here. `from` continues where a predecessor stood; without it the stored checkpoint counts, then the start position.
 */
export class PersistentSubscription {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #source: Source;
  readonly #state: GroupState;
  readonly #group: Group;
  readonly #replay = new Replay();
  readonly #alarm: Alarm;
  readonly #throughput: Throughput;
  readonly #consumers = new Map<number, ConnectedConsumer>();
  #consumerIds = 0;
  #sleeping: (() => void) | undefined;
  #reading: NodeJS.Immediate | undefined;
  #truncating = false;
  #halted = false;

  constructor(
    log: Log,
    readonly definition: GroupDefinition,
    clock: Clock,
    from?: number,
  ) {
    const { settings } = definition;
    this.#log = log;
    this.#clock = clock;
    this.#source = sourceOf(log, definition);
    this.#state = new GroupState(log, definition);
    this.#alarm = new Alarm(clock.elapsed, () => this.#turn((now) => this.#group.expire(now)));
    this.#throughput = new Throughput(clock.elapsed());
    const checkpoint = this.#state.checkpoint();
    const progress = new Progress(settings, from ?? checkpoint ?? this.#state.startPlace(), checkpoint, clock.elapsed());
    this.#group = new Group(settings, progress, {
      deliver: (id, message, retries) => this.#deliver(id, message, retries),
      park: (message, reason) => void this.#park(message, reason),
      replayed: (revision) => this.#replay.handled(revision),
      handled: (id, elapsed) => this.#handled(id, elapsed),
    });
    this.#read();
  }

  /** Undefined where the group has all the consumers that it may have. */
  connect(consumer: Consumer): Connection | undefined {
    const id = ++this.#consumerIds;
    // Known before it joins: joining delivers at once.
    this.#consumers.set(id, new ConnectedConsumer(consumer, this.definition.settings.statistics, this.#clock.elapsed()));
    if (this.#turn((now) => this.#group.join(id, consumer.size, now)) !== true) {
      this.#consumers.delete(id);
      return undefined;
    }
    return {
      ack: (ids) => this.#turn((now) => this.#group.ack(ids, now)),
      nack: (ids, action, reason) => this.#turn((now) => this.#group.nack(ids, action, reason, now)),
      resume: () => this.#turn((now) => this.#group.resume(id, now)),
      leave: () => {
        this.#turn((now) => this.#group.leave(id, now));
        this.#consumers.delete(id);
      },
    };
  }

  /** Delivers once more what is parked now, below the revision `stopAt` of the parked stream where one is given. */
  replayParked(stopAt: number | undefined): void {
    const { first, last } = this.#state.parked.range();
    this.#replay.begin(first, Math.min(stopAt ?? Infinity, last + 1));
    this.#turn(() => undefined);
  }

  /** Stores what was handled since the last checkpoint, whatever the bounds say. Fails with `NotWritten`. */
  async keepProgress(): Promise<void> {
    const { progress } = this.#group;
    if (progress.advanced) await this.#state.saveCheckpoint(progress.place);
  }

  /** Where a successor goes on; undefined where nothing was handled ever. */
  get place(): number | undefined {
    const { progress } = this.#group;
    return progress.advanced || progress.checkpointed !== undefined ? progress.place : undefined;
  }

  /** Removes what the group keeps in the log. Fails with `NotWritten`; may be repeated. */
  forget(): Promise<void> {
    return this.#state.delete();
  }

  /** Stops at once; consumers are left to whoever ends their calls. */
  halt(): void {
    this.#halted = true;
    this.#alarm.clear();
    this.#sleeping?.();
    clearImmediate(this.#reading);
  }

  /** Stops and sends the consumers away. */
  drop(): void {
    this.halt();
    const dropped = [...this.#consumers.values()];
    this.#consumers.clear();
    for (const { consumer } of dropped) consumer.dropped();
  }

  /** Rates begin a new interval with each call. */
  info(): GroupInfo {
    const [now, { definition }, { live, counts, progress }] = [this.#clock.elapsed(), this, this.#group];
    const end = this.#source.end();
    const { first, last } = this.#state.parked.range();
    const { perSecond, total, sinceLast } = this.#throughput.measure(now);
    return {
      definition,
      status: statusOf(live, this.#replay.running),
      connections: [...this.#consumers].map(([id, connected]) => connected.info(this.#group.roomOf(id), now)),
      averagePerSecond: perSecond,
      totalItems: total,
      countSinceLastMeasurement: sinceLast,
      lastCheckpointed: progress.checkpointed === undefined ? '' : placeText(definition.stream, progress.checkpointed),
      lastKnown: end < 0 ? '' : placeText(definition.stream, end),
      readBuffer: live ? 0 : counts.waiting,
      liveBuffer: live ? counts.waiting : 0,
      retryBuffer: counts.retrying,
      inFlight: counts.inFlight,
      parked: Math.max(0, last + 1 - Math.max(first, this.#replay.next)),
    };
  }

  /** One input to the group, and what follows from it. */
  #turn<T>(input: (now: number) => T): T | undefined {
    if (this.#halted) return undefined;
    const now = this.#clock.elapsed();
    const answer = input(now);
    this.#replayOn(now);
    void this.#checkpoint(now);
    void this.#truncate();
    this.#read();
    this.#alarm.set(this.#group.expiresAt(), this.#group.progress.dueAt());
    return answer;
  }

  #deliver(id: number, message: Message, retries: number): void {
    if (this.#consumers.get(id)?.consumer.deliver(message, retries) === 'held-up') this.#group.pause(id);
  }

  #handled(id: number, elapsed: number): void {
    this.#throughput.count();
    this.#consumers.get(id)?.handled(elapsed);
  }

  #read(): void {
    if (this.#sleeping || this.#reading || this.#group.wanted() === 0) return;
    this.#reading = setImmediate(() => this.#turn((now) => this.#pull(now)));
  }

  #pull(now: number): void {
    this.#reading = undefined;
    for (let page = 0; page < PAGES_A_TURN; page += 1) {
      const { examined } = this.#group.progress;
      const wanted = this.#group.wanted();
      if (wanted === 0) return this.#group.reached(this.#source.end() > examined ? 'more' : 'end');
      const pulled = this.#source.pull(examined, wanted);
      this.#group.take(pulled.events, pulled.examined, pulled.skipped, now);
      this.#group.reached(pulled.place);
      // Nothing awaited between finding the end and going to sleep: a commit in between would not be noticed.
      if (pulled.place === 'end') return this.#sleep();
    }
  }

  #sleep(): void {
    const withdraw = this.#log.wakeUps.next(this.#source.stream, () => {
      this.#sleeping = undefined;
      this.#turn(() => {
        if (this.#group.wanted() === 0) this.#group.reached('more');
      });
    });
    this.#sleeping = withdraw;
  }

  #replayOn(now: number): void {
    const { historyBufferSize, readBatchSize } = this.definition.settings;
    // The rest follows with the next turn: what is out now is answered or late at some time.
    for (let page = 0; page < PAGES_A_TURN && this.#replay.running; page += 1) {
      if (this.#group.counts.retrying >= Math.max(1, historyBufferSize)) return;
      const { from, to } = this.#replay.part;
      const messages = this.#state.parked.read(from, to, Math.max(1, readBatchSize));
      this.#replay.handedOut(messages.map(({ origin }) => (origin.kind === 'parked' ? origin.revision : from)));
      this.#group.replay(messages, now);
    }
  }

  async #park(message: Message, reason: string): Promise<void> {
    const parked = await wasWritten(this.#state.parked.park(message, reason, this.#clock.now()));
    this.#turn((now) => (parked ? this.#group.parked(message, now) : this.#group.notParked(message, now)));
  }

  async #checkpoint(now: number): Promise<void> {
    const due = this.#group.checkpointDue(now);
    if (!due) return;
    const written = await wasWritten(this.#state.saveCheckpoint(due.place));
    this.#turn((later) => (written ? this.#group.progress.written(due) : this.#group.progress.failed(later)));
  }

  async #truncate(): Promise<void> {
    const below = this.#truncating ? undefined : this.#replay.truncation(Math.max(1, this.definition.settings.readBatchSize));
    if (below === undefined) return;
    this.#truncating = true;
    // Where the log refuses, what is out again stays parked as well: the next replay truncates it.
    await wasWritten(this.#state.parked.truncateBefore(below));
    this.#replay.truncated(below);
    this.#truncating = false;
    this.#turn(() => undefined);
  }
}

function statusOf(live: boolean, replaying: boolean): string {
  if (live) return replaying ? 'ReplayingParkedMessages, Live' : 'Live';
  return replaying ? 'Behind, ReplayingParkedMessages' : 'Behind';
}
