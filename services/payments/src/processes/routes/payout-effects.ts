import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { MoneyStreams } from '../../application/money-streams.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../../provider/payment-provider.port.js';
import { referenceOf } from '../../provider/references.js';
import type { AskInstrumentRefund, AskPayout } from '../orders.js';

/** Money on its way out through the provider; the debit in the wallet was the claim, its stream is the effect ledger. */
@Injectable()
export class PayoutEffects {
  constructor(
    private readonly streams: MoneyStreams,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
  ) {}

  async payOut({ data }: AskPayout, context: CommandContext): Promise<void> {
    const { partyId, payoutId, destinationId, amount, at } = data;
    const { state } = await this.streams.wallets.load(partyId);
    if (state.payouts[payoutId]?.status !== 'created') return;
    const reference = referenceOf({ kind: 'payout', partyId, payoutId });
    const payout = await this.provider.payOut(payoutId, { destinationId, amount, reference });
    switch (payout.status) {
      case 'in_transit': {
        const { providerPayoutId } = payout;
        await this.streams.wallets.handle(partyId, { type: 'SubmitPayout', data: { payoutId, providerPayoutId } }, context);
        return;
      }
      case 'paid':
        await this.streams.wallets.handle(partyId, { type: 'SettlePayout', data: { payoutId, at } }, context);
        return;
      case 'returned':
      case 'refused': {
        const reasonCode = payout.failureCode ?? payout.status;
        await this.streams.wallets.handle(partyId, { type: 'ReturnPayout', data: { payoutId, reasonCode } }, context);
        return;
      }
    }
  }

  async refundInstrument({ data }: AskInstrumentRefund, context: CommandContext): Promise<void> {
    const { partyId, refundId, chargeId, amount } = data;
    const { state } = await this.streams.wallets.load(partyId);
    if (state.refundsToInstrument[refundId]?.returned === 'yes') return;
    const reference = referenceOf({ kind: 'refund', partyId, refundId });
    const refund = await this.provider.refund(deriveId(refundId, 'instrument'), { chargeId, amount, reference });
    if (refund.status === 'succeeded') return;
    const reasonCode = refund.refusalCode ?? 'refused';
    await this.streams.wallets.handle(partyId, { type: 'ReturnInstrumentRefund', data: { refundId, reasonCode } }, context);
  }
}
