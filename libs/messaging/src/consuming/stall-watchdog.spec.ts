import { describe, expect, it } from '@jest/globals';
import { StallWatchdog, type ConsumerSight } from './stall-watchdog.js';

const sight = (
  atMs: number,
  lag: bigint,
  handled: number,
  waiting: ConsumerSight['waiting'] = 'nothing in hand',
): ConsumerSight => ({
  atMs,
  lag,
  handled,
  waiting,
});

describe('The watchdog of a consumer', () => {
  it('calls a consumer stalled whose lag grew for 30 s without a record', () => {
    const watchdog = new StallWatchdog();
    expect([sight(0, 1n, 7), sight(15_000, 4n, 7), sight(30_000, 9n, 7)].map((s) => watchdog.look(s))).toEqual([
      'moving',
      'moving',
      'stalled',
    ]);
    expect(watchdog.look(sight(31_000, 9n, 7))).toBe('moving');
  });

  it('leaves a slow consumer alone', () => {
    const watchdog = new StallWatchdog();
    expect([sight(0, 1n, 7), sight(30_000, 90n, 8), sight(59_000, 190n, 8)].map((s) => watchdog.look(s))).toEqual([
      'moving',
      'moving',
      'moving',
    ]);
  });

  it('leaves a consumer alone that repeats records in hand during an outage', () => {
    const watchdog = new StallWatchdog();
    expect([sight(0, 1n, 7, 'records in hand'), sight(60_000, 90n, 7, 'records in hand')].map((s) => watchdog.look(s))).toEqual([
      'moving',
      'moving',
    ]);
  });

  it('leaves a consumer alone that has nothing to do', () => {
    const watchdog = new StallWatchdog();
    expect([sight(0, 0n, 7), sight(60_000, 0n, 7), sight(60_001, 1n, 7)].map((s) => watchdog.look(s))).toEqual([
      'moving',
      'moving',
      'moving',
    ]);
  });
});
