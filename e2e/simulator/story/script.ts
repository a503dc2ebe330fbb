import type { Random } from '../chance/random.js';
import { simulationPolicy } from '../policy/simulation-policy.js';
import type { WorkCalendar } from '../world/calendar.js';
import type { Deed, Intent, Person } from './story.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type Pace = keyof typeof simulationPolicy.reaction;

/** Writes one thread of a story: each deed comes after the one before, when its actor is at work. */
export class Script {
  readonly drafts: Intent[] = [];

  constructor(
    private readonly calendar: WorkCalendar,
    readonly random: Random,
    private cursor: number,
  ) {}

  /** Epoch ms of the last deed or wait. */
  get now(): number {
    return this.cursor;
  }

  get today(): string {
    return new Date(this.cursor).toISOString().slice(0, 10);
  }

  /** Someone gets round to it after a while, in working hours where they live; `at_once` at any hour. */
  act(person: Person, pace: Pace, deed: Deed): void {
    const { mean, most } = simulationPolicy.reaction[pace];
    const at = this.cursor + Math.round(Math.min(this.random.exponential(mean), most) * HOUR_MS);
    this.record(person.id, pace === 'at_once' ? at : this.calendar.workMoment(person, at, this.random), deed);
  }

  /** A moment of a planned local day, or as soon after it as working hours and the thread allow (epoch ms). */
  momentOn(person: Person, day: string): number {
    const dayStarts = this.calendar.instantOf(person.timeZone, day, 0);
    return this.calendar.workMoment(person, Math.max(dayStarts, this.cursor + 1), this.random);
  }

  /** Done at an instant that a rule sets, by whoever the deed belongs to. */
  actAt(actor: string, at: number, deed: Deed): void {
    this.record(actor, Math.max(at, this.cursor), deed);
  }

  /** Nothing happens until then. */
  waitUntil(at: number): void {
    this.cursor = Math.max(this.cursor, at);
  }

  /** 24:00 UTC of day N after today, plus a minute: when a deadline of the platform has certainly passed. */
  deadlineAfter(days: number): number {
    return Math.floor(this.cursor / DAY_MS) * DAY_MS + (days + 1) * DAY_MS + 60_000;
  }

  workingDaysLater(person: Person, count: number): string {
    return this.calendar.workingDaysLater(person, this.cursor, count);
  }

  /** A thread of its own from here on, e.g. reviews while payouts go on. */
  branch(label: string): Script {
    return new Script(this.calendar, this.random.fork(label), this.cursor);
  }

  private record(actor: string, at: number, deed: Deed): void {
    this.cursor = at;
    this.drafts.push({ at: new Date(at).toISOString(), actor, ...deed });
  }
}
