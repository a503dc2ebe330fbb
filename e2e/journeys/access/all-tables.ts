import { SERVICES, type ServiceName } from '@guildhall/kernel';
import type { AccessTable } from './access-table.js';
import { contractsAccess } from './contracts.access.js';
import { disputesAccess } from './disputes.access.js';
import { gigsAccess } from './gigs.access.js';
import { identityAccounts } from './identity-accounts.access.js';
import { identityParties } from './identity-parties.access.js';
import { operationsAccess } from './operations.access.js';
import { paymentsAccess } from './payments.access.js';
import { reputationAccess } from './reputation.access.js';

const OWN: Readonly<Record<ServiceName, AccessTable>> = {
  identity: { ...identityAccounts, ...identityParties },
  gigs: gigsAccess,
  contracts: contractsAccess,
  payments: paymentsAccess,
  disputes: disputesAccess,
  reputation: reputationAccess,
};

/** Situations by `<service>/<operationId>` and by value of `x-guildhall-allow`. */
export const accessTable: AccessTable = Object.fromEntries(
  SERVICES.flatMap((service) =>
    Object.entries({ ...OWN[service], ...operationsAccess(service) }).map(([id, situations]) => [`${service}/${id}`, situations]),
  ),
);
