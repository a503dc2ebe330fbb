import type { CommandContext } from '@guildhall/event-sourcing';
import { isBefore } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { IdentityAggregates } from '../identity-aggregates.js';
import { stepOf } from '../command-contexts.js';
import { wallNow } from './wall-time.js';

/** Reserves addresses: one account owns an address, whoever appends first. */
@Injectable()
export class AddressClaims {
  constructor(
    private readonly aggregates: IdentityAggregates,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** `ours` when the account holds the address afterwards, also from before; else `taken`. */
  async claim(emailHash: string, accountId: string, context: CommandContext): Promise<'ours' | 'taken'> {
    const { emails } = this.aggregates;
    const at = wallNow(this.wall);
    const ownerExists = await this.ownerExists(emailHash, at);
    await emails.handle(emailHash, { type: 'ReserveEmail', data: { accountId, at, ownerExists } }, stepOf(context, 'reserve'));
    const { state } = await emails.load(emailHash);
    return state.accountId === accountId ? 'ours' : 'taken';
  }

  /** The holder exists when its account has this address, or is about to change to it; a holder of another address may be overtaken. */
  private async ownerExists(emailHash: string, at: string): Promise<'yes' | 'no'> {
    const { state: reservation } = await this.aggregates.emails.load(emailHash);
    if (reservation.accountId === null) return 'no';
    const { state } = await this.aggregates.accounts.load(reservation.accountId);
    const change = state.codes['email-change'];
    const isChanging = change?.newEmailHash === emailHash && isBefore(at, change.expiresAt);
    return state.emailHash === emailHash || isChanging ? 'yes' : 'no';
  }
}
