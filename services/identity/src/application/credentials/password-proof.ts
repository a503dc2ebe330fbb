import { common, RateLimits, type Budget } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { AccountState } from '../../domain/account/account.state.js';
import { fail } from '../../domain/identity.errors.js';
import policy from '../../domain/policies/account-v1.json' with { type: 'json' };
import { IdentityAggregates } from '../identity-aggregates.js';
import { PasswordHasher } from './password-hasher.js';

const BUDGET: Budget = { points: policy.login.perAccount, seconds: policy.login.windowMinutes * 60 };

/** The password given again by somebody who is signed in: for a step-up, or to change it. Limited like sign-in, apart from it. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly hasher: PasswordHasher,
    private readonly limits: RateLimits,
  ) {}

  /** The account, when the password is its own; else CREDENTIALS_INVALID. */
  async of(accountId: string, password: string): Promise<AccountState> {
    await this.limits.take('password-proof', accountId, BUDGET);
    const { state } = await this.aggregates.accounts.load(accountId);
    if (state.status !== 'active') throw common('COMMON.NOT_FOUND', 'No such account');
    if (await this.hasher.matches(state.passwordHash, password)) return state;
    throw fail('IDENTITY.CREDENTIALS_INVALID', 'This is not your password');
  }
}
