import Holidays from 'date-holidays';
import type { Random } from '../chance/random.js';
import { countries } from '../policy/countries.js';
import { simulationPolicy } from '../policy/simulation-policy.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Where someone works: country for holidays and weekend, IANA zone for the hours of the day. */
export type Place = { readonly country: string; readonly timeZone: string };

/** Working days and local hours of many countries; public holidays come from date-holidays. */
export class WorkCalendar {
  private readonly holidays = new Map<string, ReadonlySet<string>>();
  private readonly clocks = new Map<string, Intl.DateTimeFormat>();
  private readonly steadyOffsets = new Map<string, number | null>();

  /** `day` is a local date, yyyy-mm-dd. A country without a calendar in the package keeps its weekends only. */
  isWorkingDay(country: string, day: string): boolean {
    const weekend = countries.find(({ code }) => code === country)?.weekend ?? [6, 0];
    if (weekend.includes(new Date(`${day}T00:00:00Z`).getUTCDay())) return false;
    return !this.holidaysOf(country, Number(day.slice(0, 4))).has(day);
  }

  /** A moment in someone's working hours at or after an instant (epoch ms); the same day when there is time left. */
  workMoment(place: Place, notBefore: number, random: Random): number {
    const { opensHour, closesHour } = simulationPolicy.work;
    let { day, minute } = this.local(place.timeZone, notBefore);
    for (;;) {
      const from = Math.max(minute, opensHour * 60);
      const until = closesHour * 60;
      if (from < until && this.isWorkingDay(place.country, day)) {
        // At a change to summer time the wanted minute may not exist; the moment then moves on, never back.
        return Math.max(this.instantOf(place.timeZone, day, random.int(from, until - 1)), notBefore);
      }
      day = nextDay(day);
      minute = 0;
    }
  }

  /** The local date that is `count` working days after the local date of an instant. */
  workingDaysLater(place: Place, from: number, count: number): string {
    let { day } = this.local(place.timeZone, from);
    for (let left = count; left > 0;) {
      day = nextDay(day);
      if (this.isWorkingDay(place.country, day)) left -= 1;
    }
    return day;
  }

  /** Epoch ms of a local date and minute of the day. */
  instantOf(timeZone: string, day: string, minute: number): number {
    const wanted = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
    const first = wanted - this.offsetOf(timeZone, wanted);
    return wanted - this.offsetOf(timeZone, first);
  }

  private local(timeZone: string, instant: number): { day: string; minute: number } {
    const shifted = new Date(instant + this.offsetOf(timeZone, instant));
    return { day: shifted.toISOString().slice(0, 10), minute: shifted.getUTCHours() * 60 + shifted.getUTCMinutes() };
  }

  /** Local time minus UTC in milliseconds, daylight saving included; remembered for UTC days on which it does not change. */
  private offsetOf(timeZone: string, instant: number): number {
    const dayStarts = Math.floor(instant / DAY_MS) * DAY_MS;
    const key = `${timeZone} ${dayStarts}`;
    const known = this.steadyOffsets.get(key);
    if (typeof known === 'number') return known;
    if (known === null) return this.readOffset(timeZone, instant);
    const first = this.readOffset(timeZone, dayStarts);
    const steady = first === this.readOffset(timeZone, dayStarts + DAY_MS);
    this.steadyOffsets.set(key, steady ? first : null);
    return steady ? first : this.readOffset(timeZone, instant);
  }

  private readOffset(timeZone: string, instant: number): number {
    const parts = new Map(
      this.clockOf(timeZone)
        .formatToParts(instant)
        .map(({ type, value }) => [type, Number(value)]),
    );
    const field = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const local = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
    return local - Math.floor(instant / 1000) * 1000;
  }

  private clockOf(timeZone: string): Intl.DateTimeFormat {
    const known = this.clocks.get(timeZone);
    if (known !== undefined) return known;
    const fields = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    const clock = new Intl.DateTimeFormat('en-GB', { ...fields, timeZone, hourCycle: 'h23' });
    this.clocks.set(timeZone, clock);
    return clock;
  }

  private holidaysOf(country: string, year: number): ReadonlySet<string> {
    const key = `${country} ${year}`;
    const known = this.holidays.get(key);
    if (known !== undefined) return known;
    const days = new Holidays(country).getHolidays(year).flatMap(({ date, start, end, type }) => {
      if (type !== 'public') return [];
      const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
      return Array.from({ length }, (_, index) => addDays(date.slice(0, 10), index));
    });
    const set = new Set(days);
    this.holidays.set(key, set);
    return set;
  }
}

const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

const nextDay = (day: string): string => addDays(day, 1);
