import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { Decoys } from '../credentials/decoys.js';
import { EmailAddresses } from '../credentials/email-addresses.js';
import { OfferedCodes } from '../credentials/offered-codes.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

@Injectable()
export class VerifyEmailHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly addresses: EmailAddresses,
    private readonly offered: OfferedCodes,
    private readonly decoys: Decoys,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  async verify(email: string, code: string, context: CommandContext): Promise<void> {
    const { emailHash, owner } = await this.addresses.find(email);
    const given = { account: owner, decoyKey: emailHash, purpose: 'verify', code } as const;
    await this.offered.use(given, (data) => ({ type: 'VerifyEmail', data }), context);
  }

  async repeat(email: string, context: CommandContext): Promise<void> {
    const { emailHash, owner } = await this.addresses.find(email);
    const data = { codeId: deriveId(context.commandId, 'code'), at: wallNow(this.wall) };
    if (owner?.status === 'active' && owner.verified === 'no') {
      await this.aggregates.accounts.handle(owner.accountId, { type: 'AskVerification', data }, context);
      return;
    }
    this.decoys.handle(emailHash, { type: 'AskVerification', data });
  }
}
