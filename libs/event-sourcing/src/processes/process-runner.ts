import type { Clock, Fact, StorageContract } from '@guildhall/kernel';
import { KeyedLock } from '../commands/keyed-lock.js';
import { BEHIND_PARKED } from '../parking/event-sourced-parking.js';
import type { Parking, ParkedMessage } from '../parking/parking.port.js';
import { untilHandled } from '../parking/retry-policy.js';
import { FACT_NOTED } from '../projections/projection.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { failureReason } from '../subscriptions/failure.js';
import { follow, type FollowedBatch, type Follower, type OnFault } from '../subscriptions/follow.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import { inLinkedSpan } from '../subscriptions/spans.js';
import { CommandDelivery, type OrderedEvent } from './command-delivery.js';
import type { CommandRoutes } from './command-routes.js';
import { fromFact, fromOwnEvent, fromTimer, withoutPersonalFields } from './incoming.js';
import { Contiguous, Slots } from './keyed-lanes.js';
import type { PendingTimer } from './process-board.js';
import type { ProcessEvent } from './process.events.js';
import { ProcessStreams } from './process-streams.js';
import { isReaction, type AnyManager, type AnyProcess, type Incoming } from './process-types.js';
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

/** One piece of work for an event: `lane` orders it, (process, key) is what it is parked under. */
type Task = Readonly<{ lane: string; process: string; key: string; run(): Promise<void> }>;

/** Positions in work at once before the follower waits. */
const OPEN_POSITIONS = 512;

/**
 * Runs the reactions and process managers of a service: facts come through `take`, own events and ordered commands by a follower of
 * `$all` with the checkpoint `checkpoints.<service>.processes`. Order holds per (process, key); everything may be repeated.
 */
export class ProcessRunner {
  private readonly byName: ReadonlyMap<string, AnyProcess>;
  private readonly streams: ProcessStreams;
  private readonly delivery: CommandDelivery;
  private readonly strip: (event: StoredEvent) => StoredEvent;
  private readonly lanes = new KeyedLock();
  private readonly slots: Slots;
  private readonly saved: SavedPosition;
  private readonly stopping = new AbortController();
  private readonly working = new Set<Promise<void>>();
  private done = new Contiguous(null);
  private follower: Follower | null = null;

  constructor(private readonly options: ProcessRunnerOptions) {
    const { store, service, processes, routes, parking, clock, storages, concurrency = 16 } = options;
    this.byName = new Map(processes.map((process) => [process.name, process]));
    if (this.byName.size !== processes.length) throw new Error(`Two processes of ${service} have one name`);
    this.streams = new ProcessStreams(store, service, clock);
    const managers = new Map(
      processes.filter((process) => !isReaction(process)).map((manager) => [manager.name, manager as AnyManager]),
    );
    this.delivery = new CommandDelivery(routes, this.streams, managers, clock);
    this.strip = withoutPersonalFields(storages);
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
    const incoming = fromFact(fact);
    await inLinkedSpan(`react ${process.name}`, attributesOf(process.name, incoming), [fact.traceparent], async () => {
      if (isReaction(process)) return this.delivery.react(process, incoming);
      const key = correlated(process, incoming);
      if (key === null) return;
      if (this.options.parking.isParked(process.name, key))
        throw new Error(`Earlier inputs of ${process.name} ${key} are parked`);
      await this.streams.take(process, key, incoming);
    });
  }

  /** Fires a timer: takes its tick as an input, or parks it. Resolves when that is in the log; a repeat is a no-op. */
  async fire(timer: PendingTimer): Promise<void> {
    const { process, key } = timer;
    const run = (): Promise<void> => this.takeTick(timer);
    await this.runTask({ lane: `${process}|${key}`, process, key, run }, timer.started);
  }

  /** Starts where the checkpoint stands. Resolves when the follower runs; waits for a store that is away. */
  async start(): Promise<void> {
    const { store, service, onFault } = this.options;
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

  private async handle({ events, position, windowsPassed }: FollowedBatch): Promise<void> {
    const { signal } = this.stopping;
    for (const event of events) {
      await this.done.below(OPEN_POSITIONS, signal);
      if (signal.aborted) return;
      // Begun once only: a repeated batch would meet what the try before has left in work.
      const tasks = this.tasksOf(event);
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
      try {
        await untilHandled(() => this.slots.run(run), {
          signal,
          onTry: ({ error, attempt }) => onFault?.({ where: 'handler', error, attempt }),
        });
      } catch (error) {
        if (signal.aborted) throw error;
        await park(failureReason(error));
      }
    });
  }

  private tasksOf(event: StoredEvent): readonly Task[] {
    if (event.category === `${this.options.service}.process`) return this.isOrder(event) ? [this.deliveryOf(event)] : [];
    if (event.type === FACT_NOTED) return [];
    return this.options.processes
      .filter((process) => process.from.includes(event.category))
      .flatMap((process) => this.taskFor(process, event) ?? []);
  }

  private isOrder(event: StoredEvent): event is OrderedEvent {
    return event.type === 'CommandOrdered';
  }

  private deliveryOf(event: OrderedEvent): Task {
    const { process, key } = event.data;
    const attributes = { 'app.process': process, 'app.step': event.data.step };
    const run = (): Promise<void> =>
      inLinkedSpan(`deliver ${process}`, attributes, [event.metadata.traceparent], () => this.delivery.deliver(event));
    return { lane: `deliver|${process}|${key}`, process, key, run };
  }

  /** Null where the event is none of the process's business. A `correlate` that throws is parked under the stream's key. */
  private taskFor(process: AnyProcess, event: StoredEvent): Task | null {
    const run = (): Promise<void> => this.takeOwn(process, event);
    const { name } = process;
    const byStream = { lane: `${name}|${event.streamKey}`, process: name, key: event.streamKey, run };
    if (isReaction(process)) return byStream;
    try {
      const key = correlated(process, fromOwnEvent(this.strip(event)));
      return key === null ? null : { lane: `${name}|${key}`, process: name, key, run };
    } catch {
      return byStream; // `run` meets the same error, and with it the tries and the parking
    }
  }

  private takeOwn(process: AnyProcess, event: StoredEvent): Promise<void> {
    const incoming = fromOwnEvent(isReaction(process) ? event : this.strip(event));
    return inLinkedSpan(
      `react ${process.name}`,
      attributesOf(process.name, incoming),
      [incoming.origin.traceparent],
      async () => {
        if (isReaction(process)) return this.delivery.react(process, incoming);
        const key = correlated(process, incoming);
        if (key !== null) await this.streams.take(process, key, incoming);
      },
    );
  }

  private takeTick(timer: PendingTimer): Promise<void> {
    const { process: name, key, started } = timer;
    const manager = this.byName.get(name);
    if (!manager || isReaction(manager)) throw new Error(`No process manager ${name} for the timer ${timer.name}`);
    const incoming = fromTimer(timer, this.options.clock.now().toISOString());
    return inLinkedSpan(`react ${name}`, attributesOf(name, incoming), [started.metadata.traceparent], () =>
      this.streams.take(manager, key, incoming),
    );
  }

  /** An operator's retry of what this runner parked: one try; an error leaves it parked. */
  private async takeAgain(name: string, { payload }: ParkedMessage): Promise<void> {
    if (payload.kind !== 'event') throw new Error('Facts are handed back by their consumer');
    for await (const event of this.options.store.read(payload.stream, { from: BigInt(payload.revision), maxCount: 1 })) {
      const process = this.byName.get(name);
      const own = event as StoredEvent & ProcessEvent;
      if (this.isOrder(event)) return this.delivery.deliver(event);
      if (own.type === 'TimerStarted') return this.takeTick({ ...own.data, started: event });
      if (!process) throw new Error(`The process ${name} is no longer part of ${this.options.service}`);
      return this.takeOwn(process, event);
    }
  }
}

/** Null for inputs that are not for this process; code that has no case for a type answers undefined. */
const correlated = (manager: AnyManager, { input, frame }: Incoming): string | null => {
  const key: string | null | undefined = manager.correlate(input, frame);
  return key ? key : null;
};

/** Parking waits for the store without limit; a stop does not. What is parked twice is parked once. */
const orStopped = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

const attributesOf = (process: string, { input, source }: Incoming): Readonly<Record<string, string>> => ({
  'app.process': process,
  'app.input': input.type,
  'app.source': source,
});

const placeOf = ({ stream, revision, position }: StoredEvent): ParkedMessage['payload'] => ({
  kind: 'event',
  stream,
  revision: revision.toString(),
  position: position.toString(),
});
