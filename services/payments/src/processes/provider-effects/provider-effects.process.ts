import type { Reaction } from '@guildhall/kernel';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { order } from '../orders.js';

type Input = Extract<WalletEvent, { type: 'PayoutCreated' | 'InstrumentRefunded' }>;

/** Money that has left a wallet goes to the provider, once: payouts and refunds to instruments. The debit before was the claim. */
export const providerEffects: Reaction<Input> = {
  kind: 'reaction',
  name: 'provider-effects',
  from: ['payments.wallet'],
  react({ type, data }, { streamKey: partyId, occurredAt: at }) {
    switch (type) {
      case 'PayoutCreated': {
        const { payoutId, destinationId, amount } = data;
        return [order('pay-out', { type: 'AskPayout', data: { partyId, payoutId, destinationId, amount, at } })];
      }
      case 'InstrumentRefunded': {
        const { refundId, chargeId, amount } = data;
        return [order('refund', { type: 'AskInstrumentRefund', data: { partyId, refundId, chargeId, amount } })];
      }
    }
  },
};
