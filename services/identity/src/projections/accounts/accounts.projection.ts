import { defineProjection } from '@guildhall/event-sourcing';
import type { AccountEvent, AccountRole } from '../../domain/account/account.events.js';
import type { SeatRole } from '../../domain/organisation/organisation.events.js';

/** An account as operators see it: no personal data. `registeredAt` is business time. */
export type AccountDocument = Readonly<{
  accountId: string;
  status: 'active' | 'closed';
  emailVerified: boolean;
  country: string;
  homeRegion: string;
  locale: string;
  timeZone: string;
  roles: readonly AccountRole[];
  proposedRoles: readonly Readonly<{ role: AccountRole; proposedBy: string }>[];
  seats: readonly Readonly<{ organisationId: string; seatRole: SeatRole }>[];
  registeredAt: string;
}>;

/** "Who is this account?" by id. */
export const accounts = defineProjection<AccountEvent, AccountDocument>({
  name: 'accounts',
  version: 1,
  from: ['identity.account'],
  ids: ({ data }) => [data.accountId],
  reduce(document, event) {
    const { type, data } = event;
    if (type === 'AccountRegistered') {
      const { accountId, country, homeRegion, locale, timeZone } = data;
      const person = { accountId, country, homeRegion, locale, timeZone };
      return {
        ...person,
        status: 'active',
        emailVerified: false,
        roles: [],
        proposedRoles: [],
        seats: [],
        registeredAt: event.occurredAt,
      };
    }
    return document && changed(document, event);
  },
});

const changed = (
  document: AccountDocument,
  { type, data }: Exclude<AccountEvent, { type: 'AccountRegistered' }>,
): AccountDocument => {
  const proposedWithout = (role: AccountRole) => document.proposedRoles.filter((proposal) => proposal.role !== role);
  switch (type) {
    case 'EmailVerified':
    case 'EmailChanged':
      return { ...document, emailVerified: true };
    case 'ProfilePublished':
      return { ...document, country: data.country, timeZone: data.timeZone };
    case 'StaffRoleProposed': {
      const proposal = { role: data.role, proposedBy: data.proposedBy };
      return { ...document, proposedRoles: [...proposedWithout(data.role), proposal] };
    }
    case 'RoleGranted':
      return { ...document, roles: [...document.roles, data.role], proposedRoles: proposedWithout(data.role) };
    case 'RoleWithdrawn':
      return { ...document, roles: document.roles.filter((role) => role !== data.role) };
    case 'SeatNoted': {
      const others = document.seats.filter(({ organisationId }) => organisationId !== data.organisationId);
      const { organisationId, seatRole } = data;
      return { ...document, seats: seatRole === 'none' ? others : [...others, { organisationId, seatRole }] };
    }
    case 'AccountClosed':
      return { ...document, status: 'closed' };
    case 'DuplicateSignUpSeen':
    case 'EmailVerificationAsked':
    case 'CodeRefused':
    case 'PasswordResetAsked':
    case 'PasswordChanged':
    case 'PasswordRehashed':
    case 'EmailChangeAsked':
    case 'OtherSessionsEnded':
    case 'ClosureProposed':
      return document;
  }
};
