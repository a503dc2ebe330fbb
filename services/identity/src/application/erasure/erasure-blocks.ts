import { common } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { AccountState } from '../../domain/account/account.state.js';
import { fail } from '../../domain/identity.errors.js';
import { organisationLeftBy } from '../close-account/last-owner.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { OpenCases } from './open-cases.js';

/** `account_open` stands in the way of operators alone: who asks for the own erasure closes the account by it. */
export type ErasureBlock = 'account_open' | 'last_owner' | 'case_open';

/** What stands in the way of an erasure that nobody has asked for yet. */
@Injectable()
export class ErasureBlocks {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly cases: OpenCases,
  ) {}

  /** As operators meet them. Errors: `StoreUnavailable`. */
  async forOperators({ accountId, status }: AccountState): Promise<readonly ErasureBlock[]> {
    const cases = await this.cases.of(accountId);
    return [...(status === 'active' ? ['account_open' as const] : []), ...(cases.length > 0 ? ['case_open' as const] : [])];
  }

  /** As the account itself meets them. Errors: `StoreUnavailable`. */
  async forAccount(account: AccountState): Promise<readonly ErasureBlock[]> {
    const [left, cases] = await Promise.all([organisationLeftBy(this.aggregates, account), this.cases.of(account.accountId)]);
    return [...(left === null ? [] : ['last_owner' as const]), ...(cases.length > 0 ? ['case_open' as const] : [])];
  }

  /** Throws what stands in the way of `by`, with what it is about. */
  async require(account: AccountState, by: string): Promise<void> {
    const { accountId, status } = account;
    if (status === '(none)') throw common('COMMON.NOT_FOUND', 'No such account');
    if (status === 'active' && by !== accountId)
      throw fail('IDENTITY.ACCOUNT_OPEN', 'The account is closed first: its business runs to an end');
    const organisationId = await organisationLeftBy(this.aggregates, account);
    if (organisationId !== null)
      throw fail('IDENTITY.SEAT_LAST_OWNER', 'Hand your organisation over to another owner first', { organisationId });
    const disputes = await this.cases.of(accountId);
    if (disputes.length > 0)
      throw fail('IDENTITY.LEGAL_HOLD', 'A dispute is open: what was said in it stays until it is closed', { disputes });
  }
}
