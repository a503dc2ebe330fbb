import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { EventData, Money } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { payoutGate } from '../../domain/party/party.decider.js';
import { fail } from '../../domain/payments.errors.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { MoneyStreams } from '../money-streams.js';

export type CreatePayoutAnswer = Readonly<{ payoutId: string; amount: Money; destinationId: string }>;

type Gate = ReturnType<typeof payoutGate>;

/** A party without a destination cannot withdraw, whatever identity says. */
const withDestination = (gate: Gate): Gate => ({ ...gate, withdraw: 'closed', missing: [...gate.missing, 'payout_destination'] });

@Injectable()
export class CreatePayoutHandler {
  constructor(private readonly streams: MoneyStreams) {}

  /** Guarded by what identity told of the party, by the destination's cool-down and by the balance. */
  async execute(partyId: string, payoutId: string, amount: Money, context: CommandContext): Promise<Written<CreatePayoutAnswer>> {
    const [party, method] = await Promise.all([this.streams.parties.load(partyId), this.streams.methods.load(partyId)]);
    const gate = payoutGate(party.state);
    const { destination } = method.state;
    const at = context.occurredAt;
    const to = destination
      ? { destinationId: destination.destinationId, method: destination.method, usableFrom: destination.usableFrom, gate }
      : { destinationId: '', method: '', usableFrom: at, gate: withDestination(gate) };
    const data = { payoutId, amount, ...to, at };
    const written = await this.streams.wallets.handle(partyId, { type: 'CreatePayout', data }, context);
    const [created] = written.events as readonly Readonly<{ data: EventData<WalletEvent, 'PayoutCreated'> }>[];
    if (!created) throw fail('PAYMENTS.ILLEGAL_TRANSITION', 'This payout was created by another request', { allowed: [] });
    const { destinationId } = created.data;
    return written.with({ payoutId: created.data.payoutId, amount: created.data.amount, destinationId });
  }
}
