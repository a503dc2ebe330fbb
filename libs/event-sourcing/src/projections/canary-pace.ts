import type { FollowedBatch } from '../subscriptions/follow.js';

/**
 * A stream that a projector reads along and that changes no document: once in `everyMs` of wall time checkpoints are moved past it, so that a look
 * at them shows that what is written arrives.
 */
export type CanaryStream = Readonly<{ stream: string; everyMs: number }>;

/** Spares the document database most canaries. */
export class CanaryPace {
  /** When a batch was last handed to the read models, wall time in ms. */
  private movedAt = 0;

  constructor(private readonly canary: CanaryStream | undefined) {}

  /** Whether a batch can be passed over: canaries alone, and too soon. */
  passesOver({ events, windowsPassed }: FollowedBatch): boolean {
    const { canary } = this;
    const now = Date.now();
    const isCanaries = windowsPassed === 0 && canary && events.every(({ stream }) => stream === canary.stream);
    if (isCanaries && now - this.movedAt < canary.everyMs) return true;
    this.movedAt = now;
    return false;
  }
}
