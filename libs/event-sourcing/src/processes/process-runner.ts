import type { Clock, Fact, StorageContract } from '@guildhall/kernel';
import { KeyedLock } from '../commands/keyed-lock.js';
import { BEHIND_PARKED } from '../parking/event-sourced-parking.js';
import type { Parking, ParkedMessage } from '../parking/parking.port.js';
import { untilHandled, type OnTry } from '../parking/retry-policy.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { failureReason } from '../subscriptions/failure.js';
import { follow, type FollowedBatch, type Follower, type OnFault } from '../subscriptions/follow.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import { CommandDelivery } from './command-delivery.js';
import type { CommandRoutes } from './command-routes.js';
import { Contiguous, Slots } from './keyed-lanes.js';
import type { PendingTimer } from './process-board.js';
import { ProcessStreams } from './process-streams.js';
import { ProcessTasks, type Task } from './process-tasks.js';
import { isReaction, type AnyManager, type AnyProcess } from './process-types.js';
import { SavedPosition } from './saved-position.js';

export type ProcessRunnerOptions = Readonly<{
  store: EventStore;
  service: string;
  processes: readonly AnyProcess[];
  routes: CommandRoutes;
  parking: Parking;
  /** Business time. */
  clock: Clock;
  /** Contracts of the service's aggregates: their personal fields are kept from what managers record. */
  storages: readonly StorageContract[];
  /** Attempts at once, default 16. */
  concurrency?: number;
  onFault?: OnFault;
}>;

/** Work that keeps failing, for operators: an outage is repeated without limit. `since` is wall time, ms since 1970. */
export type Struggling = Readonly<{ process: string; key: string; since: number; attempts: number; error: string }>;

/** Positions in work at once before the follower waits. */
const OPEN_POSITIONS = 512;

/**
 * Runs the reactions and process managers of a service: facts come through `take`, own events and ordered commands by a follower of
 * `$all` with the checkpoint `checkpoints.<service>.processes`. Order holds per (process, key); everything may be repeated.
 */
export class ProcessRunner {
  private readonly byName: ReadonlyMap<string, AnyProcess>;
  private readonly tasks: ProcessTasks;
  private readonly lanes = new KeyedLock();
  private readonly slots: Slots;
  private saved: SavedPosition;
  private stopping = new AbortController();
  private readonly working = new Set<Promise<void>>();
  private readonly failing = new Map<string, Struggling>();
  private done = new Contiguous(null);
  private follower: Follower | null = null;

  constructor(private readonly options: ProcessRunnerOptions) {
    const { store, service, processes, routes, parking, clock, storages, concurrency = 16 } = options;
    this.byName = new Map(processes.map((process) => [process.name, process]));
    if (this.byName.size !== processes.length) throw new Error(`Two processes of ${service} have one name`);
    const streams = new ProcessStreams(store, service, clock);
    const managers = new Map(
      processes.flatMap((process): [string, AnyManager][] => (isReaction(process) ? [] : [[process.name, process]])),
    );
    const delivery = new CommandDelivery(routes, streams, managers, clock);
    this.tasks = new ProcessTasks({ service, processes: this.byName, streams, delivery, storages, clock });
    this.slots = new Slots(concurrency);
    this.saved = new SavedPosition(store, service, 'processes', options.onFault);
    for (const { name } of processes) parking.onRetry(name, (message) => this.takeAgain(name, message), 'event');
  }

  /**
   * Takes a fact: resolves when it is appended (manager) or its commands are (reaction). Throws for the caller's retry and parking:
   * outages, refusals of a reaction, faults; also while own events of the same (process, key) are parked.
   */
  async take(definition: AnyProcess, fact: Fact): Promise<void> {
    const process = this.byName.get(definition.name);
    if (!process) throw new Error(`The process ${definition.name} is not one of ${this.options.service}`);
    await this.tasks.takeFact(process, fact, (key) => this.mustBeNext(process.name, key, fact.id));
  }

  /** Fires a timer: takes its tick as an input, or parks it. Resolves when that is in the log; a repeat is a no-op. */
  async fire(timer: PendingTimer): Promise<void> {
    await this.runTask(this.tasks.tick(timer), timer.started);
  }

  /** Starts where the checkpoint stands, also after a stop. Resolves when the follower runs; waits for a store that is away. */
  async start(): Promise<void> {
    const { store, service, onFault } = this.options;
    this.stopping = new AbortController();
    this.saved = new SavedPosition(store, service, 'processes', onFault);
    const { signal } = this.stopping;
    const from = await untilHandled(() => this.saved.load(), { signal });
    this.done = new Contiguous(from);
    const handle = (batch: FollowedBatch): Promise<void> => this.handle(batch);
    const options = { store, prefixes: [`${service}.`], after: from ?? undefined, handle, signal };
    this.follower = follow({ ...options, ...(onFault && { onFault }) });
  }

  /** Stops intake, waits for what is in flight, saves the checkpoint. What was not finished is done again after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled([this.follower?.done, ...this.working]);
    await this.saved.close(this.done);
  }

  /** Of the present run: resolves when another instance has written the checkpoint. */
  get fenced(): Promise<void> {
    return this.saved.fenced;
  }

  lag(): RunnerLag {
    const shared = this.follower?.progress();
    const open = this.done.openSince;
    return {
      runner: 'processes',
      state: this.saved.isFenced ? 'fenced' : (shared?.state ?? 'stopped'),
      position: this.done.position,
      lagSeconds: open === null ? (shared?.lagSeconds ?? 0) : Math.max(0, (Date.now() - open) / 1000),
      heartbeatAt: shared?.heartbeatAt ?? 0,
      advancedAt: shared?.advancedAt ?? 0,
      parked: [...this.byName.keys()].reduce((sum, name) => sum + this.options.parking.list(name).length, 0),
    };
  }

  /** What is being repeated right now. */
  struggling(): readonly Struggling[] {
    return [...this.failing.values()];
  }

  private async handle({ events, position, windowsPassed }: FollowedBatch): Promise<void> {
    const { signal } = this.stopping;
    for (const event of events) {
      await this.done.below(OPEN_POSITIONS, signal);
      if (signal.aborted) return;
      // Begun once only: a repeated batch would meet what the try before has left in work.
      const tasks = this.tasks.of(event);
      const finish = this.done.begin(event.position, Date.parse(event.recordedAt), tasks.length);
      for (const task of tasks) this.work(task, event, finish);
    }
    if (events.at(-1)?.position !== position) this.done.begin(position, Date.now(), 0);
    this.saved.passed(events.length, windowsPassed);
    this.saved.saveSoon(this.done);
  }

  private work(task: Task, event: StoredEvent, finish: () => void): void {
    const working = this.runTask(task, event).then(
      () => {
        finish();
        this.saved.saveSoon(this.done);
      },
      (error: unknown) => {
        // Only a stop ends a task unfinished: the checkpoint stays before it.
        if (!this.stopping.signal.aborted) this.options.onFault?.({ where: 'handler', error, attempt: 1 });
      },
    );
    this.working.add(working);
    void working.finally(() => this.working.delete(working));
  }

  /** In its lane: parked behind what is parked, else tried until it is done or parked. */
  private runTask({ lane, process, key, run }: Task, event: StoredEvent): Promise<void> {
    const { parking, onFault } = this.options;
    const { signal } = this.stopping;
    return this.lanes.run(lane, async () => {
      const park = (reason: ParkedMessage['reason']): Promise<void> =>
        orStopped(parking.park({ messageId: event.id, process, key, reason, payload: placeOf(event) }), signal);
      if (parking.isParked(process, key)) return park({ code: BEHIND_PARKED, message: 'An earlier message of this key waits' });
      const onTry: OnTry = ({ error, attempt: attempts }) => {
        const { since = Date.now() } = this.failing.get(lane) ?? {};
        this.failing.set(lane, { process, key, since, attempts, error: failureReason(error).message });
        onFault?.({ where: 'handler', error, attempt: attempts });
      };
      try {
        await untilHandled(() => this.slots.run(run), { signal, onTry });
      } catch (error) {
        if (signal.aborted) throw error;
        await park(failureReason(error));
      } finally {
        this.failing.delete(lane);
      }
    });
  }

  /** An operator's retry of what this runner parked: one try; an error leaves it parked. */
  private async takeAgain(name: string, { payload }: ParkedMessage): Promise<void> {
    if (payload.kind !== 'event') throw new Error('Facts are handed back by their consumer');
    const place = { from: BigInt(payload.revision), maxCount: 1 };
    for await (const event of this.options.store.read(payload.stream, place)) await this.tasks.again(name, event);
  }

  /** A retry of the first message that waits goes through; everything else queues behind it. */
  private mustBeNext(process: string, key: string, messageId: string): void {
    const [first] = this.options.parking.list(process).filter((message) => message.key === key);
    if (first && first.messageId !== messageId) throw new Error(`Earlier inputs of ${process} ${key} are parked`);
  }
}

/** Parking waits for the store without limit; a stop does not. What is parked twice is parked once. */
const orStopped = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

const placeOf = ({ stream, revision, position }: StoredEvent): ParkedMessage['payload'] => ({
  kind: 'event',
  stream,
  revision: revision.toString(),
  position: position.toString(),
});
