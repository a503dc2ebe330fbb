import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from './random.js';

const draws = (random: Random, count: number): readonly number[] => Array.from({ length: count }, () => random.next());

describe('Seeded random numbers', () => {
  it('repeat for the same seed and differ for another', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(draws(new Random(a), 20)).toEqual(draws(new Random(a), 20));
        if (a !== b) expect(draws(new Random(a), 20)).not.toEqual(draws(new Random(b), 20));
      }),
    );
  });

  it('of a fork do not depend on what was drawn before', () => {
    const used = new Random('s');
    draws(used, 100);
    expect(draws(used.fork('x'), 10)).toEqual(draws(new Random('s').fork('x'), 10));
  });

  it('are spread evenly, and normal where asked', () => {
    const random = new Random('even');
    const buckets = Array.from({ length: 10 }, () => 0);
    draws(random, 20_000).forEach((x) => (buckets[Math.floor(x * 10)] = (buckets[Math.floor(x * 10)] ?? 0) + 1));
    for (const count of buckets) expect(Math.abs(count - 2_000)).toBeLessThan(200);
    const normals = Array.from({ length: 20_000 }, () => random.normal());
    const mean = normals.reduce((sum, x) => sum + x, 0) / normals.length;
    const variance = normals.reduce((sum, x) => sum + (x - mean) ** 2, 0) / normals.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });

  it('pick by weight, and never what weighs nothing', () => {
    const random = new Random('weights');
    const picked = Array.from({ length: 2_000 }, () => random.outcome({ never: 0, often: 3, seldom: 1 }));
    expect(picked).not.toContain('never');
    expect(picked.filter((key) => key === 'often').length / 2_000).toBeCloseTo(0.75, 1);
  });
});
