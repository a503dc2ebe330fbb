import { trace } from '@opentelemetry/api';
import { Fenced } from '../subscriptions/fenced.js';
import { inLinkedSpan } from '../subscriptions/spans.js';
import type { Parking } from '../parking/parking.port.js';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import type { Poison } from './document-lane.js';
import { parkedProjection, type RunnerLane } from './lane-state.js';
import { EMPTY_LOG, type Move, type ReadModelState, type ReadModelStore } from './read-model-store.js';

/** Waits for all before it throws the first error: a repeat never meets a write of the try before. */
const allDone = async (writes: readonly Promise<void>[]): Promise<void> => {
  const failed = (await Promise.allSettled(writes)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
};

/** Writes one batch into many lanes: claim, documents, advance (architecture.md §5). Repeatable at every step. */
export class BatchWriter {
  private logId = EMPTY_LOG;

  constructor(
    private readonly store: EventStore,
    private readonly readModels: ReadModelStore,
    private readonly parking: Parking,
  ) {}

  /** Id of the log as it is now; asked again while the log is empty. */
  async currentLogId(): Promise<string> {
    if (this.logId === EMPTY_LOG) this.logId = (await this.store.logId()) ?? EMPTY_LOG;
    return this.logId;
  }

  /** Answers the lanes whose checkpoint was lost. Throws `Fenced` when another projector took one over. */
  async apply(
    lanes: readonly RunnerLane[],
    events: readonly StoredEvent[],
    position: bigint,
    state?: ReadModelState,
  ): Promise<readonly RunnerLane[]> {
    const logId = await this.currentLogId();
    const behind = lanes.filter((lane) => lane.checkpoint.position < position || (state && lane.checkpoint.state !== state));
    const work = new Map(behind.map((lane) => [lane, lane.documents.relevant(events, lane.checkpoint.position)]));
    const touched = behind.filter((lane) => work.get(lane)?.length);
    const lost = new Set(await this.claim(touched, position));
    await allDone(touched.filter((lane) => !lost.has(lane)).map((lane) => this.write(lane, work.get(lane) ?? [])));
    const moves = behind
      .filter((lane) => !lost.has(lane))
      .map((lane): [RunnerLane, Move] => {
        const to = lane.checkpoint.position > position ? lane.checkpoint.position : position;
        const adopts = lane.checkpoint.logId === EMPTY_LOG && logId !== EMPTY_LOG;
        return [lane, { checkpoint: lane.checkpoint, to, ...(state && { state }), ...(adopts && { logId }) }];
      });
    const late = new Set(await this.readModels.advance(moves.map(([, move]) => move)));
    for (const [lane, move] of moves) {
      if (late.has(lane.name)) lost.add(lane);
      else lane.advanced(move, work.get(lane) ?? []);
    }
    await this.raiseIfFenced([...lost]);
    return [...lost];
  }

  /** Compares all checkpoints with what this instance wrote; answers the lost ones, throws `Fenced`. */
  async check(lanes: readonly RunnerLane[]): Promise<readonly RunnerLane[]> {
    const stored = new Map((await this.readModels.checkpoints(lanes.map((lane) => lane.name))).map((one) => [one.name, one]));
    const judged = lanes.map((lane) => ({ lane, verdict: lane.judge(stored.get(lane.name)) }));
    const fenced = judged.find(({ verdict }) => verdict === 'fenced');
    if (fenced) throw new Fenced(`The projector of ${fenced.lane.name}`);
    for (const lane of lanes) lane.heartbeatAt = Date.now();
    return judged.filter(({ verdict }) => verdict === 'lost').map(({ lane }) => lane);
  }

  private async claim(lanes: readonly RunnerLane[], position: bigint): Promise<readonly RunnerLane[]> {
    if (lanes.length === 0) return [];
    const names = new Set(await this.readModels.claim(lanes.map((lane) => lane.moveTo(position))));
    for (const lane of lanes) if (!names.has(lane.name)) lane.claimed(position);
    return lanes.filter((lane) => names.has(lane.name));
  }

  private write(lane: RunnerLane, events: readonly StoredEvent[]): Promise<void> {
    const attributes = { 'app.projection': lane.name, 'app.events': events.length, 'app.generation': lane.checkpoint.generation };
    // A rebuild reads the whole history: linking each of its commands would say nothing.
    const traceparents = lane.standing === 'joined' ? events.map((event) => event.metadata.traceparent) : [];
    return inLinkedSpan(`project ${lane.name}`, attributes, traceparents, async () => {
      const poison = await lane.documents.apply(events, (stream) => lane.isStuck(stream, this.parking));
      if (poison.length > 0) trace.getActiveSpan()?.setAttribute('app.poison', poison.length);
      for (const one of poison) {
        if (lane.poison === 'is parked') await this.park(parkedProjection(lane.model), one);
        if (lane.side === 'beside') lane.stick(one.event.stream);
      }
    });
  }

  /** A projection is pure: the same event fails the same way each time, so it is parked at the first failure. */
  private park(process: string, { event, reason }: Poison): Promise<void> {
    const payload = {
      kind: 'event',
      stream: event.stream,
      revision: event.revision.toString(),
      position: event.position.toString(),
    } as const;
    return this.parking.park({ messageId: event.id, process, key: event.stream, reason, payload });
  }

  private async raiseIfFenced(lost: readonly RunnerLane[]): Promise<void> {
    if (lost.length === 0) return;
    const stored = new Map((await this.readModels.checkpoints(lost.map((lane) => lane.name))).map((one) => [one.name, one]));
    const fenced = lost.find((lane) => lane.judge(stored.get(lane.name)) === 'fenced');
    if (fenced) throw new Fenced(`The projector of ${fenced.name}`);
  }
}
