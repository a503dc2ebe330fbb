import { newId } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { RunnerLane } from '../projections/lane-state.js';
import { besideOf, type ReadModelCheckpoint, type ReadModelStore } from '../projections/read-model-store.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { runnerContext } from '../subscriptions/runner-context.js';
import { Serial } from '../subscriptions/serial.js';
import { ErasureGathering } from './erasure-gathering.js';
import { EvenPair } from './even-pair.js';
import { OrderBook } from './order-book.js';
import {
  READ_MODEL_SCHEMA_VERSION,
  readModelCategory,
  type Act,
  type Erased,
  type ErasureOrder,
  type Outcome,
} from './read-model.events.js';

/** What the runner of projections lends: its shared pass, and how it builds, levels and repeats. */
export type SharedPass = Readonly<{
  store: EventStore;
  readModels: ReadModelStore;
  service: string;
  signal: AbortSignal;
  /** Names of the read models whose live generation is fed, with their lanes. */
  laneOf(model: string): RunnerLane;
  newBeside(model: string): RunnerLane;
  /** Runs while the pass stands still: no generation moves meanwhile. */
  still<R>(work: () => Promise<R>): Promise<R>;
  /** Builds a lane from the first event and takes it into the pass; answers the events that it read. */
  build(lane: RunnerLane): Promise<number>;
  /** Forgets what this process still could open of a person whose keys are destroyed. */
  forgetSubject(subjectId: string): void;
  /** Repeats what fails with backoff; undefined when the runner stops meanwhile. */
  untilDone<R>(step: () => Promise<R>): Promise<R | undefined>;
}>;

/** The order cannot be carried out as things stand; its sentence is what the operator reads. */
class Refused extends Error {
  override readonly name = 'Refused';
}

const isErasure = (order: Act | ErasureOrder): order is ErasureOrder => order.type === 'ErasureOrdered';

/**
 * Second generations of read models, on orders of operators and of erasures: built beside the live one while that goes on serving,
 * compared, kept up to date by the shared pass, switched and switched back. Orders come by the log, so any process takes them and the
 * projector carries them out; one without an outcome is carried out after the next start.
 */
export class SecondGenerations {
  private readonly besides = new Map<string, RunnerLane>();
  private readonly working = new Serial();
  /** Read models whose orders will be looked at anyway. */
  private readonly queued = new Set<string>();
  private readonly books = new Map<string, OrderBook>();
  private readonly gathering = new ErasureGathering();

  constructor(private readonly pass: SharedPass) {}

  /** In the pass: what a batch has to feed as well. */
  lanes(): readonly RunnerLane[] {
    return [...this.besides.values()];
  }

  of(model: string): RunnerLane | undefined {
    return this.besides.get(model);
  }

  /** Goes on with what the last instance had built and lived up to; anything half done is removed. */
  async resume(models: readonly string[], found: ReadonlyMap<string, ReadModelCheckpoint>, logId: string): Promise<void> {
    for (const model of models) {
      const [live, stored] = [found.get(model), found.get(besideOf(model))];
      if (!stored) continue;
      const lane = this.pass.newBeside(model);
      const isWhole =
        this.pass.laneOf(model).standing === 'joined' && live !== undefined && live.generation !== stored.generation;
      if (isWhole && (await lane.resume(stored, logId))) this.besides.set(model, lane);
      else await this.remove(stored, live);
    }
  }

  /** To be called once the pass runs, and with every batch: carries out what was ordered. */
  see(events: readonly StoredEvent[]): void {
    const category = readModelCategory(this.pass.service);
    for (const { streamKey: model, type } of events.filter((event) => event.category === category)) {
      if (type === 'ErasureOrdered') this.gathering.note(model);
      this.workOn(model);
    }
  }

  workOn(model: string): void {
    if (this.queued.has(model)) return;
    this.queued.add(model);
    // Its errors are repeated or told inside; only a stop ends it early.
    void this.working.run(() => {
      this.queued.delete(model);
      return this.pass.untilDone(() => this.carryOutAll(model));
    });
  }

  /** Waits for the order under way, which a stop ends early. */
  async stop(): Promise<void> {
    await this.working.run(() => Promise.resolve());
  }

  /**
   * Drops a second generation whose live one is begun anew; answers its number, which is not given again, 0 for none. The pass stands
   * still: a batch on its way into what is dropped would find it lost, and whatever has come into its place with it.
   */
  abandon(model: string): Promise<number> {
    return this.pass.still(async () => {
      this.besides.delete(model);
      const checkpoints = await this.pass.readModels.checkpoints([model, besideOf(model)]);
      const [stored, live] = [besideOf(model), model].map((wanted) => checkpoints.find(({ name }) => name === wanted));
      if (!stored) return 0;
      await this.remove(stored, live);
      return stored.generation;
    });
  }

  /** Lost from under the pass: its order has ended, so it is built again only when it is ordered again. */
  lose(lane: RunnerLane): void {
    lane.standing = 'rebuilding';
    if (this.besides.get(lane.model) !== lane) return;
    this.besides.delete(lane.model);
    // An order that was under way may have built the next one in its place by then.
    void this.working.run(() => this.pass.untilDone(async () => this.besides.has(lane.model) || this.abandon(lane.model)));
  }

  /** A switch that was cut in between left the live generation's number in both: the one to drop is the former. */
  private async remove(stored: ReadModelCheckpoint, live: ReadModelCheckpoint | undefined): Promise<void> {
    if (live?.generation !== stored.generation) return this.pass.readModels.abandon(stored);
    if (live.former !== undefined) await this.pass.readModels.drop({ name: live.name, generation: live.former });
    await this.pass.readModels.forget(stored.name);
  }

  private async carryOutAll(model: string): Promise<void> {
    const { signal } = this.pass;
    for (;;) {
      const [order] = (await this.bookOf(model).read()).pending;
      if (!order || signal.aborted) return;
      if (!isErasure(order)) await this.settle(model, [await this.outcomeOf(model, order)]);
      // Built in place just now, from events that may have been read before the key was gone: looked at again once it has joined.
      else if (this.pass.laneOf(model).standing !== 'joined') return;
      else await this.eraseAll(model);
    }
  }

  /** One rebuild settles all orders that wait. Whatever fails or ends it leaves them waiting. */
  private async eraseAll(model: string): Promise<void> {
    await this.gathering.over(model, this.pass.signal);
    const orders = (await this.bookOf(model).read()).pending.filter(isErasure);
    for (const { subjectId } of orders) this.pass.forgetSubject(subjectId);
    const erased = await this.replace(model);
    await this.settle(
      model,
      orders.map(({ id: order }) => ({ type: 'Erased', data: { order, ...erased } })),
    );
  }

  /** Puts a new generation in the place of the live one, which is dropped at once: nobody rolls back to what it held. */
  private async replace(model: string): Promise<Omit<Erased, 'order'>> {
    const { readModels } = this.pass;
    const started = performance.now();
    const live = this.pass.laneOf(model);
    const beside = await this.openBeside(model);
    beside.poison = 'is parked';
    await this.pass.build(beside);
    const { generation: from } = live.checkpoint;
    await this.pairOf(live, beside).whenEven(async () => {
      if (!(await readModels.swap(live.checkpoint, beside.checkpoint))) throw new Error(`${model} moved while it was erased`);
      live.swapWith(beside);
      this.besides.delete(model);
      await readModels.abandon(beside.checkpoint);
    });
    return { from, to: live.checkpoint.generation, milliseconds: Math.round(performance.now() - started) };
  }

  /** A second generation before its first event; drops the one that stands. */
  private async openBeside(model: string): Promise<RunnerLane> {
    const dropped = await this.abandon(model);
    const beside = this.pass.newBeside(model);
    beside.numberAfter(Math.max(dropped, this.pass.laneOf(model).checkpoint.generation));
    this.besides.set(model, beside);
    return beside;
  }

  private async outcomeOf(model: string, order: Act): Promise<Outcome> {
    try {
      switch (order.type) {
        case 'RebuildOrdered':
          return { type: 'BuiltBeside', data: await this.rebuild(model, order.id) };
        case 'SwitchOrdered':
          return { type: 'Switched', data: await this.switchOver(model, order, 'newer') };
        case 'RollbackOrdered':
          return { type: 'Switched', data: await this.switchOver(model, order, 'older') };
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { type: 'OrderRefused', data: { order: order.id, reason: error.message } };
    }
  }

  private async rebuild(model: string, order: string): Promise<Extract<Outcome, { type: 'BuiltBeside' }>['data']> {
    const started = performance.now();
    const live = this.pass.laneOf(model);
    if (live.standing !== 'joined') throw new Refused(`${model} is not live: it is being rebuilt in place`);
    const beside = await this.openBeside(model);
    const events = await this.pass.build(beside);
    const { documents, differing, differences } = await this.pairOf(live, beside).compare();
    const { generation, position } = beside.checkpoint;
    return {
      order,
      generation,
      position: position.toString(),
      events,
      documents,
      differing,
      examples: differences.map(({ id }) => id),
      seconds: (performance.now() - started) / 1_000,
    };
  }

  private async switchOver(
    model: string,
    { id: order, differing }: Act,
    wanted: 'newer' | 'older',
  ): Promise<Extract<Outcome, { type: 'Switched' }>['data']> {
    const [live, beside] = [this.pass.laneOf(model), this.besides.get(model)];
    if (live.standing !== 'joined' || beside?.standing !== 'joined')
      throw new Refused(`${model} has no second generation that is live`);
    const { readModels } = this.pass;
    return this.pairOf(live, beside).whenEven(async () => {
      const started = performance.now();
      const [from, to] = [live.checkpoint.generation, beside.checkpoint.generation];
      if (wanted === 'newer' ? to < from : to > from) throw new Refused(`Generation ${to} of ${model} is not the ${wanted} one`);
      const { built } = await this.bookOf(model).read();
      if (wanted === 'newer' && built?.generation === to && built.differing !== differing)
        throw new Refused(`${built.differing} documents of ${model} differ, ${differing} were accepted`);
      if (!(await readModels.swap(live.checkpoint, beside.checkpoint))) throw new Error(`${model} moved while it was switched`);
      live.swapWith(beside);
      const position = live.checkpoint.position.toString();
      return { order, from, to, position, milliseconds: Math.round(performance.now() - started) };
    });
  }

  /** Answers orders, once. */
  private async settle(model: string, outcomes: readonly Outcome[]): Promise<void> {
    const events = outcomes.map((outcome) => {
      const id = newId();
      const context = runnerContext(`${this.pass.service}.projector`, id, new Date().toISOString());
      return { id, ...outcome, metadata: metadataOf(context, READ_MODEL_SCHEMA_VERSION) };
    });
    await this.bookOf(model).append(events, (orders, { data }) => orders.outcomes.has(data.order));
  }

  private pairOf(live: RunnerLane, beside: RunnerLane): EvenPair {
    return new EvenPair(live, beside, this.pass);
  }

  private bookOf(model: string): OrderBook {
    const book = this.books.get(model) ?? new OrderBook(this.pass.store, this.pass.service, model);
    this.books.set(model, book);
    return book;
  }
}
