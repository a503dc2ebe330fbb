import type { Clock, Instant } from '@guildhall/kernel';

/** A clock that moves only when told to; starts at the given instant. */
export class TestClock implements Clock {
  private millis: number;

  constructor(start: Instant = '2026-03-02T09:00:00.000Z') {
    this.millis = Date.parse(start);
  }

  now(): Date {
    return new Date(this.millis);
  }

  /** Forward by milliseconds; deadlines are tested by `afterDays`. */
  advance(milliseconds: number): void {
    this.millis += milliseconds;
  }

  afterDays(days: number): void {
    this.advance(days * 86_400_000);
  }
}
