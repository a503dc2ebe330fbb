import { addDays, type Reaction } from '@guildhall/kernel';
import type { EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toEscrow, toFunding } from '../orders.js';
import limits from './provider-limits-v1.json' with { type: 'json' };

type Input = Extract<EscrowEvent, { type: 'FundingAccepted' }> | Extract<WalletEvent, { type: 'FundingSent' }>;

/**
 * Between escrow, funding and the client's wallet: an accepted funding is opened, sent money becomes holds. `holdDays`: how long the
 * provider lets money be held; manual payouts have to leave within 90 days (payments.md, Provider hold limits).
 */
export const fundingLegs: Reaction<Input> = {
  kind: 'reaction',
  name: 'funding-legs',
  from: ['payments.escrow', 'payments.wallet'],
  react({ type, data }) {
    switch (type) {
      case 'FundingAccepted': {
        const { acceptedAt: _acceptedAt, ...opening } = data;
        return [toFunding('open', data.fundingId, { type: 'OpenFunding', data: opening })];
      }
      case 'FundingSent': {
        const { fundingId, contractId, lines, sentAt } = data;
        const providerDeadline = addDays(sentAt, limits.holdDays);
        return lines.map((line) =>
          toEscrow(`hold-${line.holdId}`, contractId, { type: 'PlaceHold', data: { ...line, fundingId, providerDeadline } }),
        );
      }
    }
  },
};
