import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId, isDomainError, type Actor } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { fail } from '../../domain/payments.errors.js';
import type { WalletCommand } from '../../domain/wallet/wallet.commands.js';
import { ChargeEffects } from '../../processes/routes/charge-effects.js';
import { MoneyStreams } from '../money-streams.js';
import type { ProviderEvent } from './provider-event.js';

const PROVIDER: Actor = { kind: 'system', id: 'provider:psp' };

/**
 * Takes the provider's word, once per event id: the append is the inbox, and what a decider already knows is only noted. Order does not
 * matter: a return may come before the payment, an authorisation after its funding has ended.
 */
@Injectable()
export class ProviderWebhookHandler {
  constructor(
    private readonly streams: MoneyStreams,
    private readonly charges: ChargeEffects,
  ) {}

  async take(event: ProviderEvent, request: CommandContext): Promise<void> {
    const factId = deriveId('provider-event', event.id);
    const context: CommandContext = {
      commandId: factId,
      factId,
      actor: PROVIDER,
      correlationId: request.correlationId,
      causationId: factId,
      occurredAt: request.occurredAt,
      region: request.region,
      ...(request.traceparent === undefined ? {} : { traceparent: request.traceparent }),
    };
    try {
      await this.apply(event, context);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      throw fail('PAYMENTS.PROVIDER_PAYLOAD_INVALID', `Nothing of ours fits this event: ${error.message}`);
    }
  }

  private async apply(
    { type, reference, resourceId, amount, reasonCode }: ProviderEvent,
    context: CommandContext,
  ): Promise<void> {
    const at = context.occurredAt;
    switch (reference.kind) {
      case 'charge': {
        const { fundingId, attempt } = reference;
        if (type === 'charge.authorised')
          return this.charges.noteAuthorised(fundingId, attempt, { chargeId: resourceId, amount }, context);
        // A capture is asked for and answered by its own effect; a void changes nothing here.
        if (type !== 'charge.refused') return;
        const data = { attempt, reasonCode: reasonCode ?? 'refused' };
        await this.streams.fundings.handle(fundingId, { type: 'RefuseCharge', data }, context);
        return;
      }
      case 'refund':
        if (type !== 'refund.refused') return;
        return this.toWallet(reference.partyId, context, {
          type: 'ReturnInstrumentRefund',
          data: { refundId: reference.refundId, reasonCode: reasonCode ?? 'refused' },
        });
      case 'payout': {
        const { partyId, payoutId } = reference;
        if (type === 'payout.paid') return this.toWallet(partyId, context, { type: 'SettlePayout', data: { payoutId, at } });
        const data = { payoutId, reasonCode: reasonCode ?? 'returned' };
        return this.toWallet(partyId, context, { type: 'ReturnPayout', data });
      }
    }
  }

  private async toWallet(partyId: string, context: CommandContext, command: WalletCommand): Promise<void> {
    await this.streams.wallets.handle(partyId, command, context);
  }
}
