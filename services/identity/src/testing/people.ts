import { newId } from '@guildhall/kernel';
import type { TestService } from '@guildhall/service-kit';
import { IdentityAggregates } from '../application/identity-aggregates.js';
import { STAFF_ROLES, type AccountRole } from '../domain/account/account.events.js';

const context = () => ({
  commandId: newId(),
  actor: { kind: 'account', id: 'anonymous' } as const,
  correlationId: newId(),
  causationId: newId(),
  occurredAt: '2026-03-02T09:00:00.000Z',
  region: 'eu',
});

const aggregatesOf = (service: TestService): IdentityAggregates => service.app.get(IdentityAggregates, { strict: false });

/** An account straight in the write model: for specs of parts that have no sign-up. Answers its id. */
export const register = async (
  service: TestService,
  { email = `${newId()}@example.org`, roles = [] }: Readonly<{ email?: string; roles?: readonly AccountRole[] }>,
): Promise<string> => {
  const { accounts } = aggregatesOf(service);
  const accountId = newId();
  const profile = { displayName: 'Ada', country: 'DE', homeRegion: 'eu', locale: 'de-DE', timeZone: 'Europe/Berlin' };
  const data = { accountId, email, emailHash: newId(), passwordHash: 'none', ...profile };
  await accounts.handle(accountId, { type: 'Register', data }, context());
  for (const role of roles) {
    if (!STAFF_ROLES.includes(role)) {
      await accounts.handle(accountId, { type: 'TakeRole', data: { role } }, context());
      continue;
    }
    await accounts.handle(accountId, { type: 'ProposeStaffRole', data: { role, by: 'operator-1', reason: 'spec' } }, context());
    await accounts.handle(accountId, { type: 'ApproveStaffRole', data: { role, by: 'operator-2', reason: 'spec' } }, context());
  }
  return accountId;
};

/** An organisation straight in the write model. Answers its id. */
export const organise = async (service: TestService, ownerAccountId: string): Promise<string> => {
  const organisationId = newId();
  const data = { organisationId, ownerAccountId, name: 'Nordlicht GmbH', country: 'DE', homeRegion: 'eu' };
  await aggregatesOf(service).organisations.handle(organisationId, { type: 'CreateOrganisation', data }, context());
  return organisationId;
};
