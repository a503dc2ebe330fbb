import type { WallClock } from '../clock/wall-clock.js';

/**
 * The wall clock of a test service: stands still at a start instant and moves only when told. Everything follows it but what Node itself
 * measures (socket time-outs, back-off of retries).
 */
export class TestClock implements WallClock {
  private millis: number;

  constructor(start = '2026-03-02T09:00:00.000Z') {
    this.millis = Date.parse(start);
  }

  nowMs(): number {
    return this.millis;
  }

  now(): Date {
    return new Date(this.millis);
  }

  advance(milliseconds: number): void {
    this.millis += milliseconds;
  }
}
