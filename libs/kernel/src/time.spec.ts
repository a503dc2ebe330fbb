import { describe, expect, it } from '@jest/globals';
import { endOfBusinessDayUtc } from './business-days.js';
import { daysUntil, endOfDayUtc } from './time.js';

describe('N days', () => {
  it('end at 24:00 UTC of day N', () => {
    expect(endOfDayUtc('2026-03-01T10:15:00Z', 14)).toBe('2026-03-16T00:00:00.000Z');
    expect(endOfDayUtc('2026-03-20T18:00:00Z', 14)).toBe('2026-04-04T00:00:00.000Z');
  });
  it('are counted back in whole days, never below zero', () => {
    expect(daysUntil('2026-03-01T10:00:00Z', '2026-03-04T00:00:00Z')).toBe(3);
    expect(daysUntil('2026-03-05T00:00:00Z', '2026-03-04T00:00:00Z')).toBe(0);
  });
});

describe('Business days', () => {
  it('skip the weekend and the holidays of the one who must act', () =>
    expect(endOfBusinessDayUtc('2026-03-05T12:00:00Z', 5, (date) => date === '2026-03-06')).toBe('2026-03-14T00:00:00.000Z'));
});
