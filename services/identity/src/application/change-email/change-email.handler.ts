import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { WALL_CLOCK, type VerifiedCaller, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { stepOf } from '../command-contexts.js';
import { AddressClaims } from '../credentials/address-claims.js';
import { Decoys } from '../credentials/decoys.js';
import { EmailAddresses } from '../credentials/email-addresses.js';
import { OfferedCodes } from '../credentials/offered-codes.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

/** Decoys of changes are apart from those of addresses. */
const decoyKeyOf = (accountId: string): string => `${accountId}|email-change`;

@Injectable()
export class ChangeEmailHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly addresses: EmailAddresses,
    private readonly claims: AddressClaims,
    private readonly offered: OfferedCodes,
    private readonly decoys: Decoys,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** Reserves the new address and mails both. Of an address in use its owner is told instead. */
  async ask(accountId: string, newEmail: string, context: CommandContext): Promise<void> {
    const { emailHash, owner } = await this.addresses.find(newEmail);
    const at = wallNow(this.wall);
    const data = { newEmail: newEmail.trim(), newEmailHash: emailHash, codeId: deriveId(context.commandId, 'code'), at };
    const isOwn = owner?.accountId === accountId;
    if (!isOwn && (await this.claims.claim(emailHash, accountId, context)) === 'ours') {
      await this.aggregates.accounts.handle(accountId, { type: 'AskEmailChange', data }, context);
      return;
    }
    this.decoys.handle(decoyKeyOf(accountId), { type: 'AskEmailChange', data });
    if (!owner || isOwn) return;
    await this.aggregates.accounts.handle(
      owner.accountId,
      { type: 'NoteDuplicateSignUp', data: { at } },
      stepOf(context, 'duplicate'),
    );
  }

  async confirm({ accountId, sessionId }: VerifiedCaller, code: string, context: CommandContext): Promise<void> {
    const { state: account } = await this.aggregates.accounts.load(accountId);
    const given = { account, decoyKey: decoyKeyOf(accountId), purpose: 'email-change', code } as const;
    await this.offered.use(
      given,
      (offer) => ({ type: 'ConfirmEmailChange', data: { ...offer, keepSessionId: sessionId } }),
      context,
    );
  }
}
