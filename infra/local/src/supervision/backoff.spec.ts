import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countFailure, pauseAfter } from './backoff.js';

const backoff = { firstMs: 200, maxMs: 10_000, goodRunMs: 30_000 };

describe('the pause before a restart', () => {
  it('doubles from the first pause up to the longest', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((failures) => pauseAfter(failures, backoff))).toEqual([
      200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000,
    ]);
  });

  it('stays between the first and the longest pause, and never shrinks', () => {
    fc.assert(
      fc.property(fc.nat(), (failures) => {
        const pause = pauseAfter(failures, backoff);
        expect(pause).toBeGreaterThanOrEqual(backoff.firstMs);
        expect(pauseAfter(failures + 1, backoff)).toBeGreaterThanOrEqual(pause);
        expect(pause).toBeLessThanOrEqual(backoff.maxMs);
      }),
    );
  });

  it('counts anew after a good run', () => {
    expect(countFailure(5, 29_999, backoff)).toBe(6);
    expect(countFailure(5, 30_000, backoff)).toBe(1);
  });
});
