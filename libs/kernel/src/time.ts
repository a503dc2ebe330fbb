const DAY_MS = 86_400_000;

/** An instant as UTC ISO 8601 with milliseconds, e.g. `2026-03-15T00:00:00.000Z`. */
export type Instant = string;

/** End of day N in UTC: 24:00 of the Nth day after the date of `at`, day 0 being that date itself (cross-cutting.md, Time). */
export const endOfDayUtc = (at: Instant, days: number): Instant => {
  const date = new Date(at);
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return new Date(midnight + (days + 1) * DAY_MS).toISOString();
};

/**
 * Whole days left on a clock that was stopped at `from` and would have ended at `until`; never below 0. The inverse of
 * `endOfDayUtc`: started again the same day, the clock ends at `until` again.
 */
export const daysUntil = (from: Instant, until: Instant): number =>
  Math.max(0, Math.ceil((Date.parse(until) - Date.parse(from)) / DAY_MS) - 1);

/** `at` moved by milliseconds. */
export const addMs = (at: Instant, milliseconds: number): Instant => new Date(Date.parse(at) + milliseconds).toISOString();

/** `at` moved by minutes, hours or days of 24 hours. */
export const addMinutes = (at: Instant, minutes: number): Instant => addMs(at, minutes * 60_000);
export const addHours = (at: Instant, hours: number): Instant => addMs(at, hours * 3_600_000);
export const addDays = (at: Instant, days: number): Instant => addMs(at, days * DAY_MS);

/** True when `a` is strictly earlier than `b`. */
export const isBefore = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);

/** The earlier and the later of two instants. */
export const earlier = (a: Instant, b: Instant): Instant => (isBefore(b, a) ? b : a);
export const later = (a: Instant, b: Instant): Instant => (isBefore(a, b) ? b : a);
