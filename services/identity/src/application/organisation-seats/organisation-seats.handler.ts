import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { common } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { OrganisationState } from '../../domain/organisation/organisation.decider.js';
import type { SeatRole } from '../../domain/organisation/organisation.events.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { SeatNotes } from './seat-notes.js';

type Revocation = Readonly<{ accountId: string; by: string }>;
type Grant = Revocation & Readonly<{ seatRole: SeatRole }>;

@Injectable()
export class OrganisationSeatsHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly notes: SeatNotes,
  ) {}

  async grant(organisationId: string, grant: Grant, context: CommandContext): Promise<Written> {
    const authorise = (state: OrganisationState): void => requireRight(state, grant, grant.seatRole);
    const { state: organisation } = await this.aggregates.organisations.load(organisationId);
    authorise(organisation);
    const { state: account } = await this.aggregates.accounts.load(grant.accountId);
    if (account.status !== 'active') throw common('COMMON.NOT_FOUND', 'No such account');
    const command = { type: 'GrantSeat', data: grant } as const;
    const written = await this.aggregates.organisations.handle(organisationId, command, context, { authorise });
    await this.notes.note(written, context);
    return written;
  }

  async revoke(organisationId: string, revocation: Revocation, context: CommandContext): Promise<Written> {
    const authorise = (state: OrganisationState): void => requireRight(state, revocation, null);
    const command = { type: 'RevokeSeat', data: revocation } as const;
    const written = await this.aggregates.organisations.handle(organisationId, command, context, { authorise });
    await this.notes.note(written, context);
    return written;
  }
}

/** Owners and admins manage seats; what touches an owner seat, held or granted, needs an owner. Strangers get 404. */
const requireRight = ({ seats }: OrganisationState, { accountId, by }: Revocation, granted: SeatRole | null): void => {
  const own = seats[by];
  if (own === undefined) throw common('COMMON.NOT_FOUND', 'No such organisation');
  const needsOwner = granted === 'owner' || seats[accountId] === 'owner';
  if (own === 'owner' || (own === 'admin' && !needsOwner)) return;
  throw common('COMMON.FORBIDDEN', needsOwner ? 'An owner seat is needed' : 'An owner or admin seat is needed');
};
