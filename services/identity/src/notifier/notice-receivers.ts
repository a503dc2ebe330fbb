import { addDays, isBefore, type Instant } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { IdentityAggregates } from '../application/identity-aggregates.js';
import type { AccountState } from '../domain/account/account.state.js';
import policy from '../domain/policies/account-v1.json' with { type: 'json' };

/** Who speaks for a party, from the write model: the person, or the owners of the organisation. */
@Injectable()
export class NoticeReceivers {
  constructor(private readonly aggregates: IdentityAggregates) {}

  async account(accountId: string): Promise<AccountState> {
    return (await this.aggregates.accounts.load(accountId)).state;
  }

  /** Whether the account gave up another address lately, as of `at`. */
  async hasOldContact(accountId: string, at: Instant): Promise<boolean> {
    const { oldContact } = await this.account(accountId);
    return oldContact !== null && isBefore(at, addDays(oldContact.since, policy.oldContactDays));
  }

  /** Account ids that a notice to the party goes to; none where all of them are closed. */
  async of(partyId: string): Promise<readonly string[]> {
    const person = await this.account(partyId);
    if (person.status !== '(none)') return reachable([person]);
    const { seats } = (await this.aggregates.organisations.load(partyId)).state;
    const owners = Object.keys(seats).filter((accountId) => seats[accountId] === 'owner');
    return reachable(await Promise.all(owners.map((accountId) => this.account(accountId))));
  }
}

const reachable = (accounts: readonly AccountState[]): readonly string[] =>
  accounts.filter(({ status }) => status === 'active').map(({ accountId }) => accountId);
