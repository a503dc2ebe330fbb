import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';

export const SEAT_ROLES = ['owner', 'admin', 'hiring', 'finance', 'viewer'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];

export type OrganisationEvent =
  | DomainEvent<
      'OrganisationCreated',
      { organisationId: string; ownerAccountId: string; name: string; country: string; homeRegion: string }
    >
  | DomainEvent<'SeatGranted', { organisationId: string; accountId: string; seatRole: SeatRole; grantedBy: string }>
  | DomainEvent<'SeatRevoked', { organisationId: string; accountId: string; revokedBy: string }>;

export type OrganisationCommand =
  | Command<
      'CreateOrganisation',
      { organisationId: string; ownerAccountId: string; name: string; country: string; homeRegion: string }
    >
  | Command<'GrantSeat', { accountId: string; seatRole: SeatRole; by: string }>
  | Command<'RevokeSeat', { accountId: string; by: string }>;

export type OrganisationState = Readonly<{ organisationId: string; country: string; seats: Readonly<Record<string, SeatRole>> }>;

/** Stream `identity.organisation-<organisationId>`. */
export const organisationStorage = {
  category: 'identity.organisation',
  schemaVersions: { OrganisationCreated: 1, SeatGranted: 1, SeatRevoked: 1 },
  personal: { OrganisationCreated: { name: { subject: 'organisationId', purpose: 'profile' } } },
} as const satisfies StorageContract<OrganisationEvent>;

const owners = ({ seats }: OrganisationState): readonly string[] =>
  Object.keys(seats).filter((accountId) => seats[accountId] === 'owner');

/** A company or agency with seats; it always has an owner. */
export const organisationDecider: Decider<OrganisationCommand, OrganisationEvent, OrganisationState> = {
  initialState: () => ({ organisationId: '', country: '', seats: {} }),
  decide({ type, data }, state) {
    if (type === 'CreateOrganisation') {
      if (state.organisationId !== '')
        throw fail('IDENTITY.ILLEGAL_TRANSITION', 'This organisation exists', { allowed: ['GrantSeat', 'RevokeSeat'] });
      const { organisationId, ownerAccountId } = data;
      return [
        { type: 'OrganisationCreated', data },
        {
          type: 'SeatGranted',
          data: { organisationId, accountId: ownerAccountId, seatRole: 'owner', grantedBy: ownerAccountId },
        },
      ];
    }
    if (state.organisationId === '')
      throw fail('IDENTITY.ILLEGAL_TRANSITION', 'No such organisation', { allowed: ['CreateOrganisation'] });
    const { organisationId } = state;
    const lastOwner = state.seats[data.accountId] === 'owner' && owners(state).length === 1;
    switch (type) {
      case 'GrantSeat':
        if (state.seats[data.accountId] === data.seatRole) return [];
        if (lastOwner) throw fail('IDENTITY.SEAT_LAST_OWNER', 'An organisation always has an owner');
        return [
          {
            type: 'SeatGranted',
            data: { organisationId, accountId: data.accountId, seatRole: data.seatRole, grantedBy: data.by },
          },
        ];
      case 'RevokeSeat':
        if (state.seats[data.accountId] === undefined) return [];
        if (lastOwner) throw fail('IDENTITY.SEAT_LAST_OWNER', 'An organisation always has an owner');
        return [{ type: 'SeatRevoked', data: { organisationId, accountId: data.accountId, revokedBy: data.by } }];
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
