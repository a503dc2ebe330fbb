import { newId } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { EventStore, NewEvent, StoredEvent } from '../store/event-store.port.js';
import { OutcomeUnknown, WrongExpectedRevision } from '../store/store.errors.js';
import { backoffMs, OUTAGE_BACKOFF, pauseFor } from './backoff.js';
import { Fenced } from './fenced.js';
import { runnerContext } from './runner-context.js';

/** A saved checkpoint: the last handled `$all` position (exclusive on resume) and what else the runner keeps, plain JSON. */
export type Checkpoint<T extends object = object> = Readonly<{ position: bigint; data: T }>;

/** Event type of `checkpoints.<service>.<runner>`; data `{ position: decimal string, … }`. */
export const CHECKPOINT_SAVED = 'CheckpointSaved';

/** Outcome unknown at a save: this many repeats with the same id before the error reaches the runner. */
const SAVE_TRIES = 5;

/**
 * The checkpoint of one runner: the stream `checkpoints.<service>.<runner>` with `$maxCount` 1, outside every service prefix, so that
 * no runner wakes itself. Each save is at the exact revision: `Fenced` when another instance wrote meanwhile.
 */
export class CheckpointStream<T extends object = object> {
  readonly stream: string;
  private revision: bigint | 'no_stream' = 'no_stream';

  constructor(
    private readonly store: EventStore,
    private readonly service: string,
    private readonly runner: string,
  ) {
    this.stream = streamOf(service, runner);
  }

  /** The last checkpoint, or null on a first start. Call once before the first `save`; throws `StoreUnavailable`. */
  async load(): Promise<Checkpoint<T> | null> {
    const last = await this.store.readLast(this.stream);
    if (!last) {
      await this.store.setMaxCount(this.stream, 1);
      return null;
    }
    this.revision = last.revision;
    return checkpointIn<T>(last);
  }

  /** Saves at the exact revision. Throws `Fenced`, `StoreUnavailable`, or `OutcomeUnknown` after five tries; may be repeated. */
  async save(position: bigint, data?: T): Promise<void> {
    const id = newId();
    const context = runnerContext(`${this.service}.${this.runner}`, id, new Date().toISOString());
    const event: NewEvent = {
      id,
      type: CHECKPOINT_SAVED,
      data: { ...data, position: position.toString() },
      metadata: metadataOf(context, 1),
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.revision = (await this.store.append(this.stream, this.revision, [event])).revision;
        return;
      } catch (error) {
        if (error instanceof WrongExpectedRevision) return this.adoptOrYield(id);
        if (!(error instanceof OutcomeUnknown) || attempt === SAVE_TRIES) throw error;
        await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF));
      }
    }
  }

  /** An append whose answer was lost is there under our id; anything else was written by another instance. */
  private async adoptOrYield(id: string): Promise<void> {
    const last = await this.store.readLast(this.stream);
    if (last?.id !== id) throw new Fenced(this.stream);
    this.revision = last.revision;
  }
}

const streamOf = (service: string, runner: string): string => `checkpoints.${service}.${runner}`;

const checkpointIn = <T extends object>(event: StoredEvent): Checkpoint<T> => {
  const { position, ...data } = event.data as { position: string };
  return { position: BigInt(position), data: data as T };
};

/** The last checkpoint of a runner, for others who only look; null before its first. Throws `StoreUnavailable`. */
export const lastCheckpoint = async <T extends object>(
  store: Pick<EventStore, 'readLast'>,
  service: string,
  runner: string,
): Promise<Checkpoint<T> | null> => {
  const last = await store.readLast(streamOf(service, runner));
  return last && checkpointIn<T>(last);
};

/** At most one save a minute while nothing was delivered, and only after this many events of others passed (patterns.md P6). */
const IDLE_SAVE_MS = 60_000;
const IDLE_SAVE_EVENTS = 1_000;

/** Events that one checkpoint message of the filter stands for: the search window that the store's adapters ask for. */
export const EVENTS_PER_WINDOW = 1_000;

/** What happened since the last save; `elapsedMs` is wall time. */
export type SinceSave = Readonly<{ delivered: number; eventsPassed: number; elapsedMs: number }>;

/** Whether a checkpoint is due: after a delivery, or on idle at most once a minute after 1,000 or more events passed. */
export const checkpointDue = ({ delivered, eventsPassed, elapsedMs }: SinceSave): boolean =>
  delivered > 0 || (eventsPassed >= IDLE_SAVE_EVENTS && elapsedMs >= IDLE_SAVE_MS);
