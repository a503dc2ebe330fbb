import type { IsHoliday } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import Holidays from 'date-holidays';

const DAY_MS = 86_400_000;

/** Public holidays by country (ISO 3166-1 alpha-2), from the package date-holidays. An unknown country has weekends only. */
@Injectable()
export class HolidayCalendar {
  private readonly years = new Map<string, ReadonlySet<string>>();

  of(country: string): IsHoliday {
    return (date) => this.holidaysOf(country, Number(date.slice(0, 4))).has(date);
  }

  private holidaysOf(country: string, year: number): ReadonlySet<string> {
    const key = `${country}-${year}`;
    const known = this.years.get(key);
    if (known) return known;
    const found = new Set(country === '' ? [] : publicHolidays(country, year));
    this.years.set(key, found);
    return found;
  }
}

/** A holiday that begins the evening before, or lasts several days, covers all its days by the local calendar. */
const publicHolidays = (country: string, year: number): readonly string[] =>
  (new Holidays(country).getHolidays(year) ?? []).flatMap(({ date, start, end, type }) => {
    if (type !== 'public') return [];
    const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
    const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
    return Array.from({ length: days }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
  });
