import { addMinutes, type EventData, type Instant } from '@guildhall/kernel';
import type { AccountEvent, AccountRole, CodePurpose } from './account.events.js';

export const ACCOUNT = '8fac2768-2267-5b88-b0c1-49a5a884a9d1';
export const OTHER = '3b241101-e2bb-4255-8caf-4136c566a962';
export const ORGANISATION = 'e15919b4-027d-560f-89cb-1ec6e31dec20';
export const NOON: Instant = '2026-03-02T12:00:00.000Z';
const person = { email: 'ada@example.org', emailHash: 'hash-of-ada', passwordHash: 'first-hash', displayName: 'Ada' };

export const registration: EventData<AccountEvent, 'AccountRegistered'> = {
  accountId: ACCOUNT,
  ...person,
  ...{ country: 'AT', homeRegion: 'eu', locale: 'de-AT', timeZone: 'Europe/Vienna' },
};
export const registered: AccountEvent = { type: 'AccountRegistered', data: registration };
export const verified: AccountEvent = { type: 'EmailVerified', data: { accountId: ACCOUNT, codeId: 'c-0' } };
export const closed: AccountEvent = {
  type: 'AccountClosed',
  data: { accountId: ACCOUNT, partyId: ACCOUNT, reasonCode: 'own_wish', closedAt: NOON, closedBy: [ACCOUNT] },
};

const asked = (codeId: string, askedAt: Instant) => ({ accountId: ACCOUNT, codeId, askedAt, expiresAt: addMinutes(askedAt, 10) });
export const verificationAsked = (codeId = 'c-1', at = NOON): AccountEvent => ({
  type: 'EmailVerificationAsked',
  data: { ...asked(codeId, at), email: person.email },
});
export const resetAsked = (codeId = 'c-1', at = NOON): AccountEvent => ({
  type: 'PasswordResetAsked',
  data: { ...asked(codeId, at), email: person.email },
});
export const changeAsked = (codeId = 'c-1', at = NOON): AccountEvent => ({
  type: 'EmailChangeAsked',
  data: { ...asked(codeId, at), newEmail: 'ada@new.example', newEmailHash: 'hash-of-new', oldEmail: person.email },
});
export const refused = (purpose: CodePurpose, codeId = 'c-1'): AccountEvent => ({
  type: 'CodeRefused',
  data: { accountId: ACCOUNT, codeId, purpose },
});
export const proposed = (role: AccountRole, proposedBy: string): AccountEvent => ({
  type: 'StaffRoleProposed',
  data: { accountId: ACCOUNT, role, proposedBy, reason: 'joins the team' },
});
export const granted = (
  role: AccountRole,
  grantedBy: readonly string[] = [ACCOUNT],
  reason = '',
  reasonBy = ACCOUNT,
): AccountEvent => ({
  type: 'RoleGranted',
  data: { accountId: ACCOUNT, role, grantedBy, reason, reasonBy },
});
export const offer = (offered: 'right' | 'wrong', at: Instant = addMinutes(NOON, 9), codeId = 'c-1') => ({ codeId, offered, at });
