import { describe, expect, it } from '@jest/globals';
import { BusinessClock } from './business-clock.js';

describe('The business clock', () => {
  it('is wall time plus an offset that only grows, and tells its listeners', () => {
    let moved = 0;
    const clock = new BusinessClock({ nowMs: () => 1_000 });
    clock.onMoved(() => (moved += 1));
    clock.moveTo(500);
    clock.moveTo(200);
    clock.moveTo(500);
    expect([clock.now().getTime(), clock.offsetMs, moved]).toEqual([1_500, 500, 1]);
  });
});
