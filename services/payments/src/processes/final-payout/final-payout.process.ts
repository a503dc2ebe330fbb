import type { Reaction } from '@guildhall/kernel';
import type { PartyEvent } from '../../domain/party/party.decider.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { order } from '../orders.js';

type Input =
  | Extract<PartyEvent, { type: 'ClosureSeen' }>
  | Extract<WalletEvent, { type: 'EarningsCleared' | 'FreezeLifted' | 'ReleasedSplit' }>;

/**
 * A party whose account is closed gets what is left as soon as nothing is held back: asked at the closure and whenever money comes
 * free. A payout that came back is not asked again without a person.
 */
export const finalPayout: Reaction<Input> = {
  kind: 'reaction',
  name: 'final-payout',
  from: ['payments.party', 'payments.wallet'],
  react({ type }, { streamKey: partyId, occurredAt: at }) {
    switch (type) {
      case 'ClosureSeen':
      case 'EarningsCleared':
      case 'FreezeLifted':
      case 'ReleasedSplit':
        return [order('ask', { type: 'AskFinalPayout', data: { partyId, at } })];
    }
  },
};
