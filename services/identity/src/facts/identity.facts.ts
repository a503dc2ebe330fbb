import {
  accountClosedV1,
  accountRegisteredV1,
  organisationCreatedV1,
  profilePublishedV1,
  roleGrantedV1,
  roleWithdrawnV1,
  sandboxClockMovedV1,
  seatGrantedV1,
  seatRevokedV1,
  sessionRevokedV1,
  signingKeyPublishedV1,
} from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { accountStorage, type AccountEvent } from '../domain/account/account.events.js';
import { sandboxClockStorage, type SandboxClockEvent } from '../domain/clock/sandbox-clock.decider.js';
import { organisationStorage, type OrganisationEvent } from '../domain/organisation/organisation.events.js';
import { sessionStorage, type SessionEvent } from '../domain/session/session.events.js';
import { signingKeyStorage, type SigningKeyEvent } from '../domain/signing-key/signing-key.decider.js';

const ofAccount = factsFrom<AccountEvent>(accountStorage);
const ofOrganisation = factsFrom<OrganisationEvent>(organisationStorage);
const ofSession = factsFrom<SessionEvent>(sessionStorage);
const ofSigningKey = factsFrom<SigningKeyEvent>(signingKeyStorage);
const ofClock = factsFrom<SandboxClockEvent>(sandboxClockStorage);

export const accountFacts: readonly FactMapping[] = [
  ofAccount('AccountRegistered', accountRegisteredV1, ({ data: { accountId, homeRegion, locale, timeZone } }) => {
    return { accountId, homeRegion, locale, timeZone };
  }),
  ofAccount('RoleGranted', roleGrantedV1, ({ data: { accountId, role } }) => ({ accountId, role })),
  ofAccount('RoleWithdrawn', roleWithdrawnV1, ({ data: { accountId, role, reasonCode } }) => ({ accountId, role, reasonCode })),
  ofAccount('ProfilePublished', profilePublishedV1, ({ data }) => {
    const { accountId, partyId, skills, languages, timeZone, workModes, country } = data;
    return { accountId, partyId, skills, languages, timeZone, workModes, country };
  }),
  ofAccount('AccountClosed', accountClosedV1, ({ data: { accountId, partyId, reasonCode, closedAt } }) => {
    return { accountId, partyId, reasonCode, closedAt };
  }),
];

export const organisationFacts: readonly FactMapping[] = [
  ofOrganisation('OrganisationCreated', organisationCreatedV1, ({ data }) => {
    const { organisationId, ownerAccountId, country, homeRegion } = data;
    return { organisationId, ownerAccountId, country, homeRegion };
  }),
  ofOrganisation('SeatGranted', seatGrantedV1, ({ data: { organisationId, accountId, seatRole } }) => {
    return { organisationId, accountId, seatRole };
  }),
  ofOrganisation('SeatRevoked', seatRevokedV1, ({ data: { organisationId, accountId } }) => ({ organisationId, accountId })),
];

export const sessionFacts: readonly FactMapping[] = [
  ofSession('SessionRevoked', sessionRevokedV1, ({ data: { sessionId, accountId, denyUntil } }) => ({
    sessionId,
    accountId,
    denyUntil,
  })),
];

export const signingKeyFacts: readonly FactMapping[] = [
  ofSigningKey('SigningKeyPublished', signingKeyPublishedV1, ({ data: { kid, jwk, notBefore, notAfter } }) => {
    return { kid, jwk, notBefore, notAfter };
  }),
];

export const sandboxClockFacts: readonly FactMapping[] = [ofClock('SandboxClockMoved', sandboxClockMovedV1, ({ data }) => data)];
