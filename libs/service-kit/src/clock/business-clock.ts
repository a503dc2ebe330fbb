import type { Clock } from '@guildhall/kernel';
import type { WallClock } from './wall-clock.js';

/**
 * Business time: wall time plus the offset of the sandbox clock. The offset only grows and comes from the service's own log
 * (`<service>.clock-sandbox`), so a restart keeps it. Listeners (timers) are called when it moves.
 */
export class BusinessClock implements Clock {
  private offset = 0;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly wall: WallClock) {}

  now(): Date {
    return new Date(this.wall.nowMs() + this.offset);
  }

  get offsetMs(): number {
    return this.offset;
  }

  /** Moves forward to an offset in ms; a smaller one changes nothing, since a replay tells the old moves again. */
  moveTo(offsetMs: number): void {
    if (offsetMs <= this.offset) return;
    this.offset = offsetMs;
    for (const listener of this.listeners) listener();
  }

  onMoved(listener: () => void): void {
    this.listeners.add(listener);
  }
}
