import { describe, expect, it } from '@jest/globals';
import { timeSpan } from './scavenge-history.js';

describe('A time span', () => {
  it.each([
    [0, '00:00:00.0000000'],
    [61_007.9, '00:01:01.0070000'],
    [3 * 86_400_000 + 23 * 3_600_000, '3.23:00:00.0000000'],
  ])('of %d ms is written as .NET does', (milliseconds, text) => expect(timeSpan(milliseconds)).toBe(text));
});
