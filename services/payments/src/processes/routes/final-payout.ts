import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId, money } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { MoneyStreams } from '../../application/money-streams.js';
import { CreatePayoutHandler } from '../../application/payouts/create-payout.handler.js';
import policy from '../../domain/policies/payments-v1.json' with { type: 'json' };
import type { AskFinalPayout } from '../orders.js';

const minimums: Readonly<Record<string, string>> = policy.payoutMinimum;

/** What is left of a closed party goes out, currency by currency; a guard that refuses it hands the party to the operators. */
@Injectable()
export class FinalPayout {
  constructor(
    private readonly streams: MoneyStreams,
    private readonly payouts: CreatePayoutHandler,
  ) {}

  async pay({ data: { partyId } }: AskFinalPayout, context: CommandContext): Promise<void> {
    const [party, wallet] = await Promise.all([this.streams.parties.load(partyId), this.streams.wallets.load(partyId)]);
    if (party.state.closed !== 'closed') return;
    for (const [currency, { available, frozen }] of Object.entries(wallet.state.balances)) {
      const heldBack = frozen > 0n || wallet.state.pending.some((line) => line.currency === currency);
      const least = minimums[currency];
      if (heldBack || least === undefined || available < BigInt(least)) continue;
      const commandId = deriveId(context.commandId, currency);
      await this.payouts.execute(partyId, deriveId(commandId, 'payout'), money(available, currency), { ...context, commandId });
    }
  }
}
