import type { CommandContext } from '@guildhall/event-sourcing';
import { createdId, deriveId, isDomainError } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { Registration } from '../../domain/account/account.events.js';
import { requireStrongPassword } from '../../domain/account/password-policy.js';
import { actingAs, stepOf } from '../command-contexts.js';
import { AddressClaims } from '../credentials/address-claims.js';
import { Decoys } from '../credentials/decoys.js';
import { EmailAddresses } from '../credentials/email-addresses.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import type { SignUpRequest } from './sign-up.request.dto.js';

/** Reserves the address, then makes the account and asks for the first code. A crash between the steps is finished by a repeat. */
@Injectable()
export class SignUpHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly addresses: EmailAddresses,
    private readonly claims: AddressClaims,
    private readonly hasher: PasswordHasher,
    private readonly decoys: Decoys,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  async execute(request: SignUpRequest, context: CommandContext): Promise<void> {
    const { accountId = createdId(context.commandId, 'account'), password, email, ...person } = request;
    requireStrongPassword(password, email);
    const emailHash = this.addresses.hashOf(email);
    const passwordHash = await this.hasher.hash(password);
    const asSelf = actingAs(context, accountId);
    const registration = { accountId, email: email.trim(), emailHash, passwordHash, ...person };
    if (
      (await this.claim(emailHash, accountId, asSelf)) === 'ours' &&
      (await this.register(registration, asSelf)) === 'registered'
    ) {
      await this.askCode(accountId, asSelf);
      return;
    }
    await this.tellOwner(email, emailHash, context);
  }

  /** An account id that belongs to another address reserves nothing. */
  private async claim(emailHash: string, accountId: string, context: CommandContext): Promise<'ours' | 'taken'> {
    const { state } = await this.aggregates.accounts.load(accountId);
    if (state.status !== '(none)' && state.emailHash !== emailHash) return 'taken';
    return this.claims.claim(emailHash, accountId, context);
  }

  private async register(data: Registration, context: CommandContext): Promise<'registered' | 'exists'> {
    try {
      await this.aggregates.accounts.handle(data.accountId, { type: 'Register', data }, context);
      return 'registered';
    } catch (error) {
      if (isDomainError(error) && error.code === 'IDENTITY.ILLEGAL_TRANSITION') return 'exists';
      throw error;
    }
  }

  private async askCode(accountId: string, context: CommandContext): Promise<void> {
    const data = { codeId: deriveId(context.commandId, 'code'), at: wallNow(this.wall) };
    await this.aggregates.accounts.handle(accountId, { type: 'AskVerification', data }, stepOf(context, 'verification'));
  }

  /** The owner of the address gets a mail; codes offered for this sign-up are answered as if one had been sent. */
  private async tellOwner(email: string, emailHash: string, context: CommandContext): Promise<void> {
    const at = wallNow(this.wall);
    this.decoys.handle(emailHash, { type: 'AskVerification', data: { codeId: context.commandId, at } });
    const { owner } = await this.addresses.find(email);
    if (!owner) return;
    await this.aggregates.accounts.handle(
      owner.accountId,
      { type: 'NoteDuplicateSignUp', data: { at } },
      stepOf(context, 'duplicate'),
    );
  }
}
