import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { Cursor } from '../log/cursor.js';
import type { EventFilter } from '../log/filter.js';
import type { Log } from '../log/log.js';
import type { StoredEvent } from '../log/record.js';
import type { Outlet, ReadAnswer } from './outlet.js';

/** A live subscriber that was held up while more than this many events came in has fallen behind (23.10's live buffer). */
const LIVE_BUFFER = 32;

export type Subscription = Readonly<{
  cursor: Cursor;
  /** Position of `$all` at which it starts: its first checkpoint where nothing was examined. */
  startedAt: number;
  filter: EventFilter | undefined;
  toMessage: (event: StoredEvent) => ReadAnswer;
}>;

/**
 * Serves a subscription until the client goes. A subscriber is a cursor over the committed log and a wake-up, nothing else:
 * history and live events come the same way, so there is no hand-over that could lose or repeat one.
 */
export async function follow(log: Log, outlet: Outlet, subscription: Subscription): Promise<void> {
  const { cursor, filter } = subscription;
  const wanted = filter?.matches ?? ((): boolean => true);
  const checkpoints = new Checkpoints(filter?.checkpointEvery, subscription.startedAt);
  let live = false;
  await outlet.send(confirmation());
  while (!outlet.closed) {
    const heldUp = outlet.takePaused();
    const events = cursor.next();
    if (events.length === 0) {
      // No await between finding nothing and going to sleep: a commit in between would not be noticed.
      if (live) {
        await outlet.sleep(log.wakeUps, cursor.stream);
        continue;
      }
      live = true;
      const reached = checkpoints.onLive();
      if (reached) await outlet.send(reached);
      await outlet.send(caughtUp());
      continue;
    }
    if (live && heldUp && events.filter(wanted).length > LIVE_BUFFER) {
      live = false;
      await outlet.send(fellBehind());
    }
    for (const event of events) {
      if (outlet.closed) return;
      const full = wanted(event) ? outlet.send(subscription.toMessage(event)) : undefined;
      if (full) await full;
      const due = checkpoints.examined(event);
      if (due) await outlet.send(due);
    }
    if (!live) await setImmediate();
  }
}

/** Checkpoints of a filtered subscription: one per so many events examined, wanted or not, and one on reaching the end. */
class Checkpoints {
  #since = 0;
  #position: number;
  #last: number | undefined;

  constructor(
    private readonly every: number | undefined,
    startedAt: number,
  ) {
    this.#position = startedAt;
  }

  examined({ position }: StoredEvent): streamsPb.ReadResp | undefined {
    this.#position = position;
    this.#since += 1;
    if (this.every === undefined || this.#since < this.every) return undefined;
    return this.#message();
  }

  onLive(): streamsPb.ReadResp | undefined {
    return this.every === undefined || this.#last === this.#position ? undefined : this.#message();
  }

  #message(): streamsPb.ReadResp {
    this.#since = 0;
    this.#last = this.#position;
    const position = String(this.#position);
    const checkpoint = new streamsPb.ReadResp.Checkpoint().setCommitPosition(position).setPreparePosition(position);
    return new streamsPb.ReadResp().setCheckpoint(checkpoint);
  }
}

const confirmation = (): streamsPb.ReadResp =>
  new streamsPb.ReadResp().setConfirmation(new streamsPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()));
const caughtUp = (): streamsPb.ReadResp => new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp());
const fellBehind = (): streamsPb.ReadResp => new streamsPb.ReadResp().setFellBehind(new streamsPb.ReadResp.FellBehind());
