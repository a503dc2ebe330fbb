import { describe, expect, it } from '@jest/globals';
import { percentile } from './percentile.js';

describe('A percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is a value that was measured', () => {
    expect(percentile(hundred, 99)).toBe(99);
    expect(percentile(hundred, 50)).toBe(50);
    expect(percentile([7], 99)).toBe(7);
  });

  it('does not exist without values', () => {
    expect(() => percentile([], 99)).toThrow(RangeError);
  });
});
