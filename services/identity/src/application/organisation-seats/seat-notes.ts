import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Injectable } from '@nestjs/common';
import type { OrganisationEvent } from '../../domain/organisation/organisation.events.js';
import { stepOf } from '../command-contexts.js';
import { IdentityAggregates } from '../identity-aggregates.js';

/** Notes seats with their accounts at once, so that the next token carries them; the process `seat-noting` does it after a crash. */
@Injectable()
export class SeatNotes {
  constructor(private readonly aggregates: IdentityAggregates) {}

  async note({ events }: Written, context: CommandContext): Promise<void> {
    for (const stored of events) {
      const { type, data } = stored as unknown as OrganisationEvent;
      if (type === 'OrganisationCreated') continue;
      const { organisationId, accountId } = data;
      const seatRole = type === 'SeatGranted' ? data.seatRole : 'none';
      const seat = { organisationId, seatRole, revision: stored.revision.toString() } as const;
      const step = stepOf(context, `seat-${seat.revision}`);
      await this.aggregates.accounts.handle(accountId, { type: 'NoteSeat', data: seat }, step);
    }
  }
}
