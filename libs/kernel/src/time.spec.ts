import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endOfBusinessDayUtc } from './business-days.js';
import { daysUntil, endOfDayUtc } from './time.js';

describe('N days', () => {
  it('end at 24:00 UTC of day N', () => {
    expect(endOfDayUtc('2026-03-01T10:15:00Z', 14)).toBe('2026-03-16T00:00:00.000Z');
    expect(endOfDayUtc('2026-03-20T18:00:00Z', 14)).toBe('2026-04-04T00:00:00.000Z');
  });
  it('are counted back as the inverse: a clock started again the same day ends at the same instant', () => {
    expect(daysUntil('2026-03-05T00:00:00Z', '2026-03-04T00:00:00Z')).toBe(0);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 400 }),
        (date, days) => {
          expect(daysUntil(date.toISOString(), endOfDayUtc(date.toISOString(), days))).toBe(days);
        },
      ),
    );
  });
});

describe('Business days', () => {
  it('skip the weekend and the holidays of the one who must act', () =>
    expect(endOfBusinessDayUtc('2026-03-05T12:00:00Z', 5, (date) => date === '2026-03-06')).toBe('2026-03-14T00:00:00.000Z'));
});
