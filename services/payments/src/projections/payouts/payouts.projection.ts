import { defineProjection } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import { walletStorage, type WalletEvent } from '../../domain/wallet/wallet.events.js';

export type PayoutDocument = Readonly<{
  payoutId: string;
  partyId: string;
  amount: Money;
  destinationId: string;
  method: string;
  state: 'created' | 'in_transit' | 'paid' | 'failed';
  reasonCode?: string;
  createdAt: string;
  settledAt?: string;
}>;

type PayoutEvent = Extract<WalletEvent, { type: 'PayoutCreated' | 'PayoutSubmitted' | 'PayoutSettled' | 'PayoutReturned' }>;
const isOfPayout = (event: WalletEvent): event is PayoutEvent => event.type.startsWith('Payout');

/** One document a payout. */
export const payouts = defineProjection<WalletEvent, PayoutDocument>({
  name: 'payouts',
  version: 1,
  from: [walletStorage.category],
  indexes: [{ key: { partyId: 1, createdAt: -1 } }],
  ids: (event) => (isOfPayout(event) ? [event.data.payoutId] : []),
  reduce(document, event) {
    if (!isOfPayout(event)) return document;
    const { type, data } = event;
    switch (type) {
      case 'PayoutCreated': {
        const { payoutId, partyId, amount, destinationId, method, createdAt } = data;
        return { payoutId, partyId, amount, destinationId, method, state: 'created', createdAt };
      }
      case 'PayoutSubmitted':
        return document && { ...document, state: 'in_transit' };
      case 'PayoutSettled':
        return document && { ...document, state: 'paid', settledAt: data.settledAt };
      case 'PayoutReturned':
        return document && { ...document, state: 'failed', reasonCode: data.reasonCode };
    }
  },
});
