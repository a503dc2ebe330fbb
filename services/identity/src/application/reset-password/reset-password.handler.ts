import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { requireStrongPassword } from '../../domain/account/password-policy.js';
import { Decoys } from '../credentials/decoys.js';
import { EmailAddresses } from '../credentials/email-addresses.js';
import { OfferedCodes } from '../credentials/offered-codes.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

type Reset = Readonly<{ email: string; code: string; newPassword: string }>;

@Injectable()
export class ResetPasswordHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly addresses: EmailAddresses,
    private readonly offered: OfferedCodes,
    private readonly hasher: PasswordHasher,
    private readonly decoys: Decoys,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  async ask(email: string, context: CommandContext): Promise<void> {
    const { emailHash, owner } = await this.addresses.find(email);
    const command = {
      type: 'AskPasswordReset',
      data: { codeId: deriveId(context.commandId, 'code'), at: wallNow(this.wall) },
    } as const;
    if (owner?.status === 'active') await this.aggregates.accounts.handle(owner.accountId, command, context);
    else this.decoys.handle(emailHash, command);
  }

  async confirm({ email, code, newPassword }: Reset, context: CommandContext): Promise<void> {
    requireStrongPassword(newPassword, email);
    const { emailHash, owner } = await this.addresses.find(email);
    const passwordHash = await this.hasher.hash(newPassword);
    const account = owner?.status === 'active' ? owner : null;
    const given = { account, decoyKey: emailHash, purpose: 'reset', code } as const;
    await this.offered.use(given, (offer) => ({ type: 'ResetPassword', data: { ...offer, passwordHash } }), context);
  }
}
