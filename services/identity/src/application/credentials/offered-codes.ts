import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { isDomainError } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { triesLeft, type OfferedCode } from '../../domain/account/account.codes.js';
import type { AccountCommand } from '../../domain/account/account.decider.js';
import type { CodePurpose } from '../../domain/account/account.events.js';
import type { AccountState } from '../../domain/account/account.state.js';
import { fail } from '../../domain/identity.errors.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { Decoys } from './decoys.js';
import { MailedCodes } from './mailed-codes.js';
import { wallNow } from './wall-time.js';

/** A code somebody gives. `account`: null where the address is unknown; `decoyKey`: what a stand-in is remembered under. */
export type GivenCode = Readonly<{ account: AccountState | null; decoyKey: string; purpose: CodePurpose; code: string }>;

/** Uses codes that were mailed: counts wrong ones, and answers for unknown addresses as for known ones. */
@Injectable()
export class OfferedCodes {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly codes: MailedCodes,
    private readonly decoys: Decoys,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** Executes the command that the code opens. Errors: CODE_INVALID with `triesLeft`, CODE_EXPIRED. */
  async use(given: GivenCode, command: (offer: OfferedCode) => AccountCommand, context: CommandContext): Promise<Written> {
    const { account, purpose, decoyKey } = given;
    if (!account) return this.refuseLike(decoyKey, purpose, command);
    try {
      const written = await this.aggregates.accounts.handle(account.accountId, command(this.offerOf(given, account)), context);
      if (written.events[0]?.type !== 'CodeRefused') return written;
    } catch (error) {
      // Without an open code this account looks like an unknown address, whose decoy may have one.
      const hasNone = isDomainError(error) && error.code === 'IDENTITY.CODE_EXPIRED' && !account.codes[purpose];
      if (hasNone) return this.refuseLike(decoyKey, purpose, command);
      throw error;
    }
    const { state } = await this.aggregates.accounts.load(account.accountId);
    throw wrong(state, purpose);
  }

  private offerOf({ purpose, code }: GivenCode, { accountId, codes }: AccountState): OfferedCode {
    const codeId = codes[purpose]?.codeId ?? '';
    return { codeId, offered: this.codes.judge({ accountId, purpose, codeId }, code), at: wallNow(this.wall) };
  }

  private refuseLike(decoyKey: string, purpose: CodePurpose, command: (offer: OfferedCode) => AccountCommand): never {
    const codeId = this.decoys.stateOf(decoyKey).codes[purpose]?.codeId ?? '';
    const after = this.decoys.handle(decoyKey, command({ codeId, offered: 'wrong', at: wallNow(this.wall) }));
    throw wrong(after, purpose);
  }
}

const wrong = (state: AccountState, purpose: CodePurpose) => {
  const left = triesLeft(state, purpose);
  return fail('IDENTITY.CODE_INVALID', `This is not the code; ${left} tries are left`, { triesLeft: left });
};
