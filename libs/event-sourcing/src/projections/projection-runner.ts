import type { Parking, ParkedMessage } from '../parking/parking.port.js';
import type { EventStore } from '../store/event-store.port.js';
import { backoffMs, OUTAGE_BACKOFF, pauseFor } from '../subscriptions/backoff.js';
import { Fenced } from '../subscriptions/fenced.js';
import { follow, type FollowedBatch, type Follower, type OnFault } from '../subscriptions/follow.js';
import { Serial } from '../subscriptions/serial.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import { BatchWriter } from './batch-writer.js';
import { CanaryPace, type CanaryStream } from './canary-pace.js';
import { lagOfLane } from './lane-lag.js';
import { newOwner, parkedProjection, RunnerLane } from './lane-state.js';
import type { Projection } from './projection.js';
import { catchUp, demandNone, isStoreAway } from '../rebuild/catch-up.js';
import { SecondGenerations } from '../rebuild/second-generations.js';
import { BEFORE_ALL, besideOf, type ReadModelStore } from './read-model-store.js';

export type ProjectionRunnerOptions = Readonly<{
  store: EventStore;
  readModels: ReadModelStore;
  parking: Parking;
  service: string;
  projections: readonly Projection[];
  /** Term of the projector's lease, asked at `start`; default 0. Of two projectors the later term goes on, the other one is fenced. */
  term?: () => bigint;
  /** How often the checkpoints are looked at (ms, default 1,000): a lost database is noticed within two of these. */
  checkMs?: number;
  /** Events in one batch of a rebuild, default 2,000. */
  rebuildPage?: number;
  /** Forgets what this process could still open of a person: asked before read models are rebuilt without it. Default: nothing is kept. */
  forgetSubject?: (subjectId: string) => void;
  canary?: CanaryStream;
  onFault?: OnFault;
}>;

/** One rebuild as it ended, for the log of the service. `seconds` is wall time. */
export type Rebuilt = Readonly<{ readModels: readonly string[]; events: number; seconds: number }>;

/**
 * Feeds all projections of a service from one shared pass over `$all`. A projection without a sound checkpoint (first start, new
 * version, lost database, another log) is rebuilt from the beginning in place, as a new generation, beside the pass, and then joins it.
 */
export class ProjectionRunner {
  /** Resolves when every read model has been live once. */
  readonly live: Promise<void>;
  private readonly lanes: readonly RunnerLane[];
  private readonly second: SecondGenerations;
  private readonly writer: BatchWriter;
  private owner = '';
  private readonly stopping = new AbortController();
  private readonly lost = new Set<RunnerLane>();
  private readonly pass = new Serial();
  private readonly pace: CanaryPace;
  private follower: Follower | null = null;
  private rebuilding: Promise<void> | null = null;
  private readonly ended = Promise.withResolvers<void>();
  private checking: Promise<void> = Promise.resolve();
  private markLive: () => void = () => undefined;
  private rebuildListeners: ((rebuilt: Rebuilt) => void)[] = [];

  constructor(private readonly options: ProjectionRunnerOptions) {
    const { store, readModels, parking, projections } = options;
    this.lanes = projections.map((projection) => new RunnerLane(projection, readModels));
    this.pace = new CanaryPace(options.canary);
    this.writer = new BatchWriter(store, readModels, parking);
    this.second = new SecondGenerations({
      store,
      readModels,
      service: options.service,
      signal: this.stopping.signal,
      laneOf: (model) => this.laneOf(model),
      newBeside: (model) => this.newBeside(model),
      still: (work) => this.pass.run(work),
      build: (lane) => this.buildBeside(lane),
      forgetSubject: (subjectId) => options.forgetSubject?.(subjectId),
      untilDone: (step) => this.untilDone(step),
    });
    this.live = new Promise((resolve) => (this.markLive = resolve));
    this.ended.promise.catch(() => undefined);
    for (const lane of this.lanes)
      parking.onRetry(parkedProjection(lane.model), (message) => this.takeAgain(lane, message), 'event');
  }

  /** Opens the read models and starts the pass; resolves when it runs, rebuilds go on behind. Waits for stores that are away. */
  async start(): Promise<void> {
    this.owner = newOwner(this.options.term?.() ?? 0n);
    for (const lane of this.lanes) lane.ownedBy(this.owner);
    const after = await this.untilDone(() => this.open());
    const { store, service, onFault, canary } = this.options;
    const prefixes = [`${service}.`, ...(canary ? [canary.stream] : [])];
    const shared = { store, prefixes, after, handle: (batch: FollowedBatch) => this.handle(batch) };
    if (this.stopping.signal.aborted) return this.ended.resolve();
    this.follower = follow({ ...shared, signal: this.stopping.signal, ...(onFault && { onFault }) });
    this.follower.done.then(
      () => this.ended.resolve(),
      (error: unknown) => this.end(error),
    );
    this.rebuildLost();
    this.checking = this.checkForEver();
    // What was ordered while no projector ran; what comes from now on is seen by the pass.
    for (const lane of this.lanes) this.second.workOn(lane.model);
  }

  /** Stops intake and waits for the batch in flight. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled([this.follower?.done, this.rebuilding, this.checking, this.second.stop()]);
  }

  /** Resolves when the runner has stopped; rejects with `Fenced` when another projector took over. */
  get done(): Promise<void> {
    return this.ended.promise;
  }

  onRebuilt(listener: (rebuilt: Rebuilt) => void): void {
    this.rebuildListeners.push(listener);
  }

  lag(): readonly RunnerLag[] {
    const shared = this.follower?.progress();
    return this.lanes.map((lane) => lagOfLane(lane, shared, this.options.parking));
  }

  /** Generation of each read model that this instance feeds or rebuilds; none while it is not decided where they stand. */
  generations(): readonly Readonly<{ projection: string; generation: number }>[] {
    const decided = this.lanes.filter(({ standing }) => standing !== 'opening');
    return decided.map(({ name, checkpoint }) => ({ projection: name, generation: checkpoint.generation }));
  }

  /** Where the shared pass begins: the oldest of the sound checkpoints, else the head of now. */
  private async open(): Promise<bigint | undefined> {
    const { readModels, store, service } = this.options;
    const logId = await this.writer.currentLogId();
    const models = this.lanes.map((lane) => lane.model);
    const stored = await readModels.checkpoints([...models, ...models.map(besideOf)]);
    const found = new Map(stored.map((one) => [one.name, one]));
    for (const lane of this.lanes) if (!(await lane.resume(found.get(lane.name), logId))) this.lost.add(lane);
    await this.second.resume(models, found, logId);
    const positions = this.joined().map((lane) => lane.checkpoint.position);
    const [first, ...others] = positions;
    if (first === undefined) return (await store.head([`${service}.`])) ?? undefined;
    const oldest = others.reduce((least, position) => (position < least ? position : least), first);
    return oldest === BEFORE_ALL ? undefined : oldest;
  }

  private handle(batch: FollowedBatch): Promise<void> {
    if (this.pace.passesOver(batch)) return Promise.resolve();
    const { events, position } = batch;
    return this.pass.run(async () => {
      this.lose(await this.writer.apply(this.joined(), events, position));
      this.second.see(events);
    });
  }

  private joined(): readonly RunnerLane[] {
    return [...this.lanes, ...this.second.lanes()].filter((lane) => lane.standing === 'joined');
  }

  private lose(lanes: readonly RunnerLane[]): void {
    for (const lane of lanes) {
      if (lane.side === 'beside') this.second.lose(lane);
      else this.lost.add(lane);
      lane.standing = 'rebuilding';
    }
    this.rebuildLost();
  }

  private laneOf(model: string): RunnerLane {
    const lane = this.lanes.find((one) => one.model === model);
    if (!lane) throw new Error(`${this.options.service} has no read model ${model}`);
    return lane;
  }

  private newBeside(model: string): RunnerLane {
    const lane = new RunnerLane(this.laneOf(model).projection, this.options.readModels, 'beside');
    lane.ownedBy(this.owner);
    return lane;
  }

  private async buildBeside(lane: RunnerLane): Promise<number> {
    await lane.begin(await this.writer.currentLogId());
    return this.buildUp([lane]);
  }

  private rebuildLost(): void {
    if (this.rebuilding) return;
    if (this.lost.size === 0) return this.markLive();
    this.rebuilding = this.rebuildUntilNoneIsLost()
      .catch((error: unknown) => this.end(error))
      .then(() => {
        this.rebuilding = null;
        if (!this.stopping.signal.aborted) this.rebuildLost();
      });
  }

  private end(error: unknown): void {
    this.options.onFault?.({ where: 'handler', error, attempt: 1 });
    this.ended.reject(error);
    this.stopping.abort();
  }

  private async rebuildUntilNoneIsLost(): Promise<void> {
    while (this.lost.size > 0 && !this.stopping.signal.aborted) {
      const lanes = [...this.lost];
      const rebuilt = await this.untilDone(() => this.rebuild(lanes));
      if (!rebuilt) return;
      for (const listener of this.rebuildListeners) listener(rebuilt);
      // Erasures waited for it.
      for (const model of rebuilt.readModels) this.second.workOn(model);
    }
  }

  /** From the first event to the position of the shared pass; throws where a database is away or lost again, to be begun anew. */
  private async rebuild(lanes: readonly RunnerLane[]): Promise<Rebuilt> {
    const started = Date.now();
    const logId = await this.writer.currentLogId();
    for (const lane of lanes) {
      lane.numberAfter(await this.second.abandon(lane.model));
      await lane.begin(logId);
      await this.discardParked(lane);
    }
    const events = await this.buildUp(lanes);
    return { readModels: lanes.map((lane) => lane.model), events, seconds: (Date.now() - started) / 1000 };
  }

  /** From where the lanes stand to the position of the shared pass, which takes them in; answers the events read. */
  private async buildUp(lanes: readonly RunnerLane[]): Promise<number> {
    let events = (await this.untilDone(() => this.catchUp(lanes), isStoreAway)) ?? 0;
    await this.pass.run(async () => {
      // The pass stands still: what it has handled since the last page is read here, and no event falls between.
      events += await this.catchUp(lanes);
      const reached = [this.follower?.progress().position ?? BEFORE_ALL, ...lanes.map((lane) => lane.checkpoint.position)];
      const position = reached.reduce((most, one) => (one > most ? one : most));
      demandNone(await this.writer.apply(lanes, [], position, 'live'));
      for (const lane of lanes) {
        lane.join();
        this.lost.delete(lane);
      }
    });
    return events;
  }

  private catchUp(lanes: readonly RunnerLane[]): Promise<number> {
    const { store, rebuildPage: page = 2_000 } = this.options;
    return catchUp({ store, writer: this.writer, signal: this.stopping.signal, page }, lanes);
  }

  /** A new generation meets every event anew: what was parked for the old one is parked again if it still fails. */
  private async discardParked({ model, checkpoint }: RunnerLane): Promise<void> {
    const process = parkedProjection(model);
    const by = { accountId: 'system', reason: `rebuilt as generation ${checkpoint.generation}` };
    for (const { messageId } of this.options.parking.list(process)) await this.options.parking.discard(process, messageId, by);
  }

  /** An operator's retry: applies the event, or rebuilds where a document has moved on without it. */
  private takeAgain(lane: RunnerLane, { payload }: ParkedMessage): Promise<void> {
    return this.pass.run(async () => {
      if (payload.kind !== 'event') throw new Error('A projection parks events of its own service only');
      if (lane.standing !== 'joined') return;
      for await (const event of this.options.store.read(payload.stream, { from: BigInt(payload.revision), maxCount: 1 })) {
        if (await lane.documents.isOvertaken(event)) return this.lose([lane]);
        const [poison] = await lane.documents.apply([event], () => false);
        if (poison) throw new Error(poison.reason.message);
        // The second generation stayed behind as this one did, and by now lacks what this one has.
        const beside = this.second.of(lane.model);
        if (beside) this.second.lose(beside);
      }
    });
  }

  private async checkForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await pauseFor(this.options.checkMs ?? 1_000, signal);
      if (signal.aborted) return;
      try {
        await this.pass.run(async () => this.lose(await this.writer.check(this.joined())));
      } catch (error) {
        if (error instanceof Fenced) return this.end(error);
        this.options.onFault?.({ where: 'handler', error, attempt: 1 });
      }
    }
  }

  /** Repeats what fails with backoff; answers undefined when the runner stops meanwhile. */
  private async untilDone<R>(step: () => Promise<R>, passes: (error: unknown) => boolean = () => true): Promise<R | undefined> {
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        return await step();
      } catch (error) {
        if (error instanceof Fenced || !passes(error)) throw error;
        if (signal.aborted) return undefined;
        this.options.onFault?.({ where: 'handler', error, attempt });
        await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
      }
    }
    return undefined;
  }
}
