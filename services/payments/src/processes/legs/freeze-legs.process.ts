import type { Reaction } from '@guildhall/kernel';
import type { EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toEscrow, toWallet } from '../orders.js';

type Input =
  Extract<EscrowEvent, { type: 'ReleasedFreezeStarted' | 'FreezeEnded' }> | Extract<WalletEvent, { type: 'FreezeAnswered' }>;

/** The released part of a freeze, in the freelancer's wallet: taken, answered, given back. */
export const freezeLegs: Reaction<Input> = {
  kind: 'reaction',
  name: 'freeze-legs',
  from: ['payments.escrow', 'payments.wallet'],
  react({ type, data }, { streamKey, occurredAt: at }) {
    switch (type) {
      case 'ReleasedFreezeStarted': {
        const { freelancerPartyId, freezeId, milestoneId, clientPartyId, milestoneKind, feeRules, released: lines } = data;
        const currency = lines[0]?.gross.currency ?? '';
        const freeze = { freezeId, contractId: streamKey, milestoneId, clientPartyId, lines, milestoneKind, feeRules };
        return [toWallet('freeze', freelancerPartyId, { type: 'FreezeReleased', data: { ...freeze, currency, at } })];
      }
      case 'FreezeAnswered': {
        const { contractId, freezeId, milestoneId, walletFrozenNet, shortfallNet } = data;
        const answer = { freezeId, milestoneId, walletFrozenNet, shortfallNet };
        return [toEscrow('complete', contractId, { type: 'CompleteFreeze', data: answer })];
      }
      case 'FreezeEnded': {
        const { freelancerPartyId, freezeId, released } = data;
        if (released.length === 0) return [];
        return [toWallet('unfreeze', freelancerPartyId, { type: 'UnfreezeReleased', data: { freezeId, at } })];
      }
    }
  },
};
