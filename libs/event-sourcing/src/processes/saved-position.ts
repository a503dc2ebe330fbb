import type { EventStore } from '../store/event-store.port.js';
import { checkpointDue, CheckpointStream, EVENTS_PER_WINDOW } from '../subscriptions/checkpoints.js';
import { Fenced } from '../subscriptions/fenced.js';
import type { OnFault } from '../subscriptions/follow.js';
import type { Contiguous } from './keyed-lanes.js';

/** Between two saves while work goes on: after a kill at most this much is sent again. */
const SAVE_EVERY_MS = 200;

/** Saves the highest contiguous position of a runner now and then, after the policy of checkpoints. */
export class SavedPosition {
  isFenced = false;
  private readonly yielded = Promise.withResolvers<void>();
  private closed = false;
  private readonly checkpoint: CheckpointStream;
  private timer: NodeJS.Timeout | null = null;
  private saving: Promise<void> = Promise.resolve();
  private savedAt = Date.now();
  private delivered = 0;
  private eventsPassed = 0;
  private last: bigint | null = null;

  constructor(
    store: EventStore,
    service: string,
    runner: string,
    private readonly onFault: OnFault | undefined,
  ) {
    this.checkpoint = new CheckpointStream(store, service, runner);
  }

  /** Resolves when another instance has written this checkpoint. */
  get fenced(): Promise<void> {
    return this.yielded.promise;
  }

  /** The saved position, null on a first start. */
  async load(): Promise<bigint | null> {
    this.last = (await this.checkpoint.load())?.position ?? null;
    return this.last;
  }

  passed(events: number, windows: number): void {
    this.eventsPassed += events + windows * EVENTS_PER_WINDOW;
  }

  saveSoon(done: Contiguous): void {
    if (this.timer || this.isFenced) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.saving = this.saving.then(() => this.saveIfDue(done));
    }, SAVE_EVERY_MS);
    this.timer.unref();
  }

  /** The last save: what was delivered is not sent again after the next start. */
  async close(done: Contiguous): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.saving;
    await this.saveIfDue(done);
  }

  private async saveIfDue(done: Contiguous): Promise<void> {
    this.delivered += done.takeDelivered();
    const { delivered, eventsPassed } = this;
    const { position } = done;
    const elapsedMs = Date.now() - this.savedAt;
    if (this.isFenced || position === null || position === this.last || !checkpointDue({ delivered, eventsPassed, elapsedMs }))
      return;
    try {
      await this.checkpoint.save(position);
      this.delivered -= delivered;
      this.eventsPassed -= eventsPassed;
      this.last = position;
      this.savedAt = Date.now();
    } catch (error) {
      // Another instance goes on from its own checkpoint; ours would only be repeated.
      this.isFenced = error instanceof Fenced;
      if (this.isFenced) this.yielded.resolve();
      if (!this.closed) this.saveSoon(done);
      this.onFault?.({ where: 'handler', error, attempt: 1 });
    }
  }
}
