import { allowedIn, type Command, type Decider, type EventData } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import policy from '../policies/account-v1.json' with { type: 'json' };
import type { OrganisationEvent, SeatRole } from './organisation.events.js';
import { organisationTransitions } from './organisation.transitions.js';

export type OrganisationCommand =
  | Command<'CreateOrganisation', EventData<OrganisationEvent, 'OrganisationCreated'>>
  | Command<'GrantSeat', { accountId: string; seatRole: SeatRole; by: string }>
  | Command<'RevokeSeat', { accountId: string; by: string }>;

export type OrganisationState = Readonly<{ organisationId: string; country: string; seats: Readonly<Record<string, SeatRole>> }>;

/** Accounts that hold an owner seat. */
export const ownersOf = ({ seats }: OrganisationState): readonly string[] =>
  Object.keys(seats).filter((accountId) => seats[accountId] === 'owner');

const illegal = (command: OrganisationCommand['type'], { organisationId }: OrganisationState) =>
  fail(
    'IDENTITY.ILLEGAL_TRANSITION',
    `${command}: ${organisationId === '' ? 'no such organisation' : 'this organisation exists'}`,
    {
      allowed: allowedIn(organisationTransitions, organisationId === '' ? '(none)' : 'active'),
    },
  );

const founded = (data: EventData<OrganisationEvent, 'OrganisationCreated'>): readonly OrganisationEvent[] => {
  if (policy.countriesNotServed.includes(data.country))
    throw fail('IDENTITY.REQUIREMENT_INVALID', 'Organisations of this country are not served', {
      items: [{ item: 'country', code: 'not_served' }],
    });
  const { organisationId, ownerAccountId: accountId } = data;
  return [
    { type: 'OrganisationCreated', data },
    { type: 'SeatGranted', data: { organisationId, accountId, seatRole: 'owner', grantedBy: accountId } },
  ];
};

/** A company or agency with seats; it always has an owner. */
export const organisationDecider: Decider<OrganisationCommand, OrganisationEvent, OrganisationState> = {
  initialState: () => ({ organisationId: '', country: '', seats: {} }),
  decide({ type, data }, state) {
    const { organisationId, seats } = state;
    if ((type === 'CreateOrganisation') !== (organisationId === '')) throw illegal(type, state);
    if (type === 'CreateOrganisation') return founded(data);
    const { accountId, by } = data;
    const present = seats[accountId];
    const revoked: OrganisationEvent = { type: 'SeatRevoked', data: { organisationId, accountId, revokedBy: by } };
    const requireOtherOwner = (): void => {
      if (present === 'owner' && ownersOf(state).length === 1)
        throw fail('IDENTITY.SEAT_LAST_OWNER', 'An organisation always has an owner');
    };
    switch (type) {
      case 'GrantSeat': {
        if (present === data.seatRole) return [];
        requireOtherOwner();
        const granted: OrganisationEvent = {
          type: 'SeatGranted',
          data: { organisationId, accountId, seatRole: data.seatRole, grantedBy: by },
        };
        // Another seat takes the former one away, so sessions that carry it end.
        return present === undefined ? [granted] : [revoked, granted];
      }
      case 'RevokeSeat':
        if (present === undefined) return [];
        requireOtherOwner();
        return [revoked];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'OrganisationCreated':
        return { organisationId: data.organisationId, country: data.country, seats: {} };
      case 'SeatGranted':
        return { ...state, seats: { ...state.seats, [data.accountId]: data.seatRole } };
      case 'SeatRevoked': {
        const { [data.accountId]: _revoked, ...seats } = state.seats;
        return { ...state, seats };
      }
    }
  },
};
