import { defineProjection } from '@guildhall/event-sourcing';
import type { OrganisationEvent, SeatRole } from '../../domain/organisation/organisation.events.js';

/** Who may act for an organisation; `since` is business time. */
export type OrganisationSeats = Readonly<{
  organisationId: string;
  name: string;
  country: string;
  seats: readonly Readonly<{ accountId: string; seatRole: SeatRole; since: string; grantedBy: string }>[];
}>;

/** "Who may act for us, with what right, since when?": one document an organisation, by its id. */
export const organisationSeats = defineProjection<OrganisationEvent, OrganisationSeats>({
  name: 'organisation-seats',
  version: 1,
  from: ['identity.organisation'],
  ids: ({ data }) => [data.organisationId],
  reduce(document, { type, data, occurredAt }) {
    switch (type) {
      case 'OrganisationCreated':
        return { organisationId: data.organisationId, name: data.name, country: data.country, seats: [] };
      case 'SeatGranted': {
        const { accountId, seatRole, grantedBy } = data;
        return document && { ...document, seats: [...document.seats, { accountId, seatRole, since: occurredAt, grantedBy }] };
      }
      case 'SeatRevoked':
        return document && { ...document, seats: document.seats.filter(({ accountId }) => accountId !== data.accountId) };
    }
  },
});
