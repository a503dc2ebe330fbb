import { describe, expect, it } from '@jest/globals';
import { Arrivals } from './arrivals.js';

describe('The arrivals of canaries', () => {
  it('age from the start until a sink has seen one', () => {
    const arrivals = new Arrivals(['briefs'], 1_000);
    arrivals.sentOut({ position: 10n, at: 2_000 });
    arrivals.reached('briefs', 9n);
    expect([...arrivals.ages(31_000)]).toEqual([['briefs', 30]]);
  });

  it('are as old as the newest canary that the sink has passed', () => {
    const arrivals = new Arrivals(['briefs'], 0);
    for (const n of [1, 2, 3]) arrivals.sentOut({ position: BigInt(n * 10), at: n * 1_000 });
    arrivals.reached('briefs', 25n);
    expect(arrivals.ages(5_000).get('briefs')).toBe(3);
    arrivals.reached('briefs', 15n);
    expect(arrivals.ages(5_000).get('briefs')).toBe(3);
    arrivals.reached('briefs', 30n);
    expect(arrivals.ages(5_000).get('briefs')).toBe(2);
  });

  it('do not count a canary twice: one that is not renewed ages everywhere', () => {
    const arrivals = new Arrivals(['briefs'], 0);
    for (const at of [1_000, 6_000, 11_000]) arrivals.sentOut({ position: 10n, at });
    arrivals.reached('briefs', 99n);
    expect(arrivals.ages(41_000).get('briefs')).toBe(40);
  });
});
