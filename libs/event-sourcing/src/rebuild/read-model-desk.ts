import { deriveId } from '@guildhall/kernel';
import type { CommandContext } from '../commands/command-context.js';
import { metadataOf } from '../commands/metadata.js';
import type { Projection } from '../projections/projection.js';
import { besideOf, type ReadModelCheckpoint, type ReadModelStore } from '../projections/read-model-store.js';
import type { EventStore } from '../store/event-store.port.js';
import { OutcomeUnknown, WrongExpectedRevision } from '../store/store.errors.js';
import { pauseFor } from '../subscriptions/backoff.js';
import { readOrders } from './order-book.js';
import {
  READ_MODEL_SCHEMA_VERSION,
  readModelCategory,
  type BuiltBeside,
  type ActType,
  type OrderType,
  type Outcome,
  type ReadModelEvent,
} from './read-model.events.js';

/** A generation as operators see it; `position`: decimal, null before the first event. */
export type GenerationStanding = Readonly<{ generation: number; version: number; state: string; position: string | null }>;

/** A read model: what queries read, what stands beside it, the last comparison, and orders that wait for the projector. */
export type ReadModelStanding = Readonly<{
  name: string;
  version: number;
  live: GenerationStanding | null;
  beside: GenerationStanding | null;
  built: BuiltBeside | null;
  pending: readonly Readonly<{ order: string; type: OrderType }>[];
}>;

/** What became of an order; null: the projector has not answered yet, ask `standing` again. */
export type Ordered = Readonly<{ order: string; outcome: Outcome | null }>;

type Given = Readonly<{ context: CommandContext; accountId: string; reason: string }>;

/** How long an order is waited for, in ms: a switch takes less than a second, a rebuild is not waited for. */
const ANSWER_MS = 5_000;
const LOOK_EVERY_MS = 25;

export type ReadModelDeskOptions = Readonly<{
  store: EventStore;
  readModels: ReadModelStore;
  service: string;
  projections: readonly Projection[];
}>;

/**
 * Where operators order what happens to the generations of a read model. Every order is an event with actor and reason; the projector,
 * which may be another process, carries it out and answers in the same stream. A repeat under the same command id is one order.
 */
export class ReadModelDesk {
  constructor(private readonly options: ReadModelDeskOptions) {}

  isKnown(model: string): boolean {
    return this.options.projections.some(({ name }) => name === model);
  }

  /** Throws the driver's errors while the document database is away. */
  async standings(): Promise<readonly ReadModelStanding[]> {
    const { readModels, projections } = this.options;
    const names = projections.flatMap(({ name }) => [name, besideOf(name)]);
    const stored = new Map((await readModels.checkpoints(names)).map((one) => [one.name, one]));
    return Promise.all(projections.map((projection) => this.standingOf(projection, stored)));
  }

  /** Builds a second generation beside the live one and compares the two; answers at once. */
  rebuild(model: string, by: Given): Promise<Ordered> {
    return this.order(model, 'RebuildOrdered', by, {}, 0);
  }

  /** Makes the newer generation the live one. `differing`: so many documents may differ between the two. */
  switchOver(model: string, by: Given, differing: number): Promise<Ordered> {
    return this.order(model, 'SwitchOrdered', by, { differing }, ANSWER_MS);
  }

  /** Makes the older generation, kept up to date since the switch, the live one again. */
  rollBack(model: string, by: Given): Promise<Ordered> {
    return this.order(model, 'RollbackOrdered', by, {}, ANSWER_MS);
  }

  private async standingOf(
    { name, version }: Projection,
    stored: ReadonlyMap<string, ReadModelCheckpoint>,
  ): Promise<ReadModelStanding> {
    const { store, service } = this.options;
    const { pending, built } = await readOrders(store, service, name);
    return {
      name,
      version,
      live: standingOf(stored.get(name)),
      beside: standingOf(stored.get(besideOf(name))),
      built,
      pending: pending.map(({ id, type }) => ({ order: id, type })),
    };
  }

  private async order(
    model: string,
    type: ActType,
    { context, accountId, reason }: Given,
    more: object,
    waitMs: number,
  ): Promise<Ordered> {
    const order = deriveId(context.commandId, `${this.options.service}.${model}.${type}`);
    const data = { by: { accountId, reason }, ...more };
    await this.append(model, order, { type, data } as Extract<ReadModelEvent, { type: ActType }>, context);
    const endsAt = performance.now() + waitMs;
    for (;;) {
      const { outcomes } = await readOrders(this.options.store, this.options.service, model);
      const outcome = outcomes.get(order) ?? null;
      if (outcome || performance.now() >= endsAt) return { order, outcome };
      await pauseFor(LOOK_EVERY_MS);
    }
  }

  private async append(model: string, id: string, event: ReadModelEvent, context: CommandContext): Promise<void> {
    const { store, service } = this.options;
    for (;;) {
      const { revision, pending, outcomes } = await readOrders(store, service, model);
      if (outcomes.has(id) || pending.some((one) => one.id === id)) return;
      try {
        const metadata = metadataOf(context, READ_MODEL_SCHEMA_VERSION);
        await store.append(`${readModelCategory(service)}-${model}`, revision, [{ id, ...event, metadata }]);
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision || error instanceof OutcomeUnknown)) throw error;
      }
    }
  }
}

const standingOf = (stored: ReadModelCheckpoint | undefined): GenerationStanding | null => {
  if (!stored) return null;
  const { generation, version, state, position } = stored;
  return { generation, version, state, position: position < 0n ? null : position.toString() };
};
