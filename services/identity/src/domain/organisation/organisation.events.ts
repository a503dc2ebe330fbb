import type { DomainEvent, StorageContract } from '@guildhall/kernel';

export const SEAT_ROLES = ['owner', 'admin', 'hiring', 'finance', 'viewer'] as const;
export type SeatRole = (typeof SEAT_ROLES)[number];

export type OrganisationEvent =
  | DomainEvent<
      'OrganisationCreated',
      { organisationId: string; ownerAccountId: string; name: string; country: string; homeRegion: string }
    >
  | DomainEvent<'SeatGranted', { organisationId: string; accountId: string; seatRole: SeatRole; grantedBy: string }>
  | DomainEvent<'SeatRevoked', { organisationId: string; accountId: string; revokedBy: string }>;

/** Stream `identity.organisation-<organisationId>`. */
export const organisationStorage = {
  category: 'identity.organisation',
  schemaVersions: { OrganisationCreated: 1, SeatGranted: 1, SeatRevoked: 1 },
  personal: { OrganisationCreated: { name: { subject: 'organisationId', purpose: 'profile' } } },
} as const satisfies StorageContract<OrganisationEvent>;
