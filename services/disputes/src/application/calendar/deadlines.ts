import { endOfBusinessDayUtc, type Instant } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import type { DisputeState } from '../../domain/dispute/dispute.state.js';
import { DisputeStreams } from '../dispute-streams.js';
import { HolidayCalendar } from './holiday-calendar.js';

/** End of the Nth business day after an instant. */
export type BusinessDays = (at: Instant, days: number) => Instant;

/** Business days of a dispute: those of its respondent's country, of the profile or of the organisation (disputes.md, Transitions). */
@Injectable()
export class Deadlines {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly calendar: HolidayCalendar,
  ) {}

  async ofParty(partyId: string): Promise<BusinessDays> {
    const { country } = await this.streams.party(partyId);
    const isHoliday = this.calendar.of(country);
    return (at, days) => endOfBusinessDayUtc(at, days, isHoliday);
  }

  ofRespondent({ opened }: DisputeState): Promise<BusinessDays> {
    return this.ofParty(opened?.against ?? '');
  }
}
