import { describe, expect, it } from '@jest/globals';
import { endOfBusinessDayUtc } from '@guildhall/kernel';
import { HolidayCalendar } from './holiday-calendar.js';

describe('Holidays', () => {
  const calendar = new HolidayCalendar();

  it('are those of the country', () => {
    expect(calendar.of('DE')('2026-10-03')).toBe(true);
    expect(calendar.of('AT')('2026-10-26')).toBe(true);
    expect(calendar.of('DE')('2026-10-26')).toBe(false);
  });

  it('are none where the country is unknown', () => {
    expect(calendar.of('')('2026-12-25')).toBe(false);
    expect(calendar.of('ZZ')('2026-12-25')).toBe(false);
  });

  it('are left out of business days: Good Friday and Easter Monday in Germany', () => {
    expect(endOfBusinessDayUtc('2026-04-01T10:00:00Z', 2, calendar.of('DE'))).toBe('2026-04-08T00:00:00.000Z');
    expect(endOfBusinessDayUtc('2026-04-01T10:00:00Z', 2, calendar.of(''))).toBe('2026-04-04T00:00:00.000Z');
  });

  it('follow the worked example: from Thursday, a Friday off, five business days', () => {
    const isHoliday = (date: string): boolean => date === '2026-03-06';
    expect(endOfBusinessDayUtc('2026-03-05T12:00:00Z', 5, isHoliday)).toBe('2026-03-14T00:00:00.000Z');
  });
});
