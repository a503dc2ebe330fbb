import type { AccountState } from '../../domain/account/account.state.js';
import { ownersOf } from '../../domain/organisation/organisation.decider.js';
import { seatsOf } from '../credentials/access-tokens.js';
import type { IdentityAggregates } from '../identity-aggregates.js';

/** Id of an organisation that would have no owner without this account; null: there is none. Errors: `StoreUnavailable`. */
export const organisationLeftBy = async (
  { organisations }: Pick<IdentityAggregates, 'organisations'>,
  account: AccountState,
): Promise<string | null> => {
  if (account.status !== 'active') return null;
  for (const { organisationId } of seatsOf(account).filter(({ seatRole }) => seatRole === 'owner')) {
    const owners = ownersOf((await organisations.load(organisationId)).state);
    if (owners.length === 1 && owners.includes(account.accountId)) return organisationId;
  }
  return null;
};
