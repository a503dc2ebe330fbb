import { endOfDayUtc, type Instant } from './time.js';

const DAY_MS = 86_400_000;

/** Answers whether a UTC date (`2026-03-06`) is a public holiday in the calendar of the one who must act. */
export type IsHoliday = (date: string) => boolean;

/**
 * End (24:00 UTC) of the Nth business day after the date of `at`. Saturdays, Sundays and holidays do not count; the day of `at`
 * is day 0. Example: Thu 5 March 2026 + 5 with Fri 6 a holiday ends 13 March 24:00 UTC (disputes.md, edge cases).
 */
export const endOfBusinessDayUtc = (at: Instant, businessDays: number, isHoliday: IsHoliday): Instant => {
  let instant = Date.parse(at);
  let left = businessDays;
  while (left > 0) {
    instant += DAY_MS;
    const date = new Date(instant);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (!weekend && !isHoliday(date.toISOString().slice(0, 10))) left -= 1;
  }
  return endOfDayUtc(new Date(instant).toISOString(), 0);
};
