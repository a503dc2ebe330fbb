import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Random } from '../chance/random.js';
import { countries } from '../policy/countries.js';
import { WorkCalendar } from './calendar.js';
import { contractCurrencyOf, localCurrencyOf, timeZonesOf } from './people.js';

const calendar = new WorkCalendar();

describe('A working day', () => {
  it.each([
    ['DE', '2026-05-01', false], // Labour Day
    ['US', '2026-05-01', true],
    ['US', '2026-07-04', false], // a Saturday anyway
    ['GB', '2026-12-25', false],
    ['EG', '2026-03-06', false], // a Friday
    ['DE', '2026-03-06', true],
    ['EG', '2026-03-08', true], // a Sunday
  ])('in %s on %s: %s', (country, day, expected) => expect(calendar.isWorkingDay(country, day)).toBe(expected));
});

describe('A moment at work', () => {
  it('is never before it may be, on a working day, between opening and closing hours of the place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...countries),
        fc.integer({ min: 0, max: 3 * 365 * 24 * 60 }),
        fc.string(),
        ({ code }, minutes, seed) => {
          const [timeZone = ''] = timeZonesOf(code);
          const notBefore = Date.parse('2024-01-01T00:00:00Z') + minutes * 60_000;
          const moment = calendar.workMoment({ country: code, timeZone }, notBefore, new Random(seed));
          const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(moment);
          expect(moment).toBeGreaterThanOrEqual(notBefore);
          expect(calendar.isWorkingDay(code, local.slice(0, 10))).toBe(true);
          expect(local.slice(11) >= '09:00' && local.slice(11) < '18:00').toBe(true);
        },
      ),
    );
  });

  it('keeps local hours across a change of the clocks', () => {
    const hour = (day: string): string => new Date(calendar.instantOf('Europe/Berlin', day, 9 * 60)).toISOString().slice(11, 16);
    expect([hour('2026-03-27'), hour('2026-03-30'), hour('2026-10-23'), hour('2026-10-26')]).toEqual([
      '08:00',
      '07:00',
      '07:00',
      '08:00',
    ]);
  });
});

describe('Every country of the simulation', () => {
  it.each(countries.map(({ code }) => code))('%s is known to the data packages', (code) => {
    expect(timeZonesOf(code).length).toBeGreaterThan(0);
    expect(['USD', 'EUR', 'GBP', 'JPY', 'KWD']).toContain(contractCurrencyOf(localCurrencyOf(code)));
  });

  it('contracts in its own money where payments supports it', () => {
    expect(['US', 'DE', 'GB', 'JP', 'KW', 'PL', 'IN'].map((code) => contractCurrencyOf(localCurrencyOf(code)))).toEqual([
      'USD',
      'EUR',
      'GBP',
      'JPY',
      'KWD',
      'EUR',
      'USD',
    ]);
  });
});
