import type { Reaction } from '@guildhall/kernel';
import type { EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toEscrow, toWallet } from '../orders.js';

type Input = Extract<EscrowEvent, { type: 'ReleaseSent' }> | Extract<WalletEvent, { type: 'EarningsCredited' }>;

/** A release between escrow and wallet: credit there, then the closing event here. Shares of splits have a process of their own. */
export const releaseLegs: Reaction<Input> = {
  kind: 'reaction',
  name: 'release-legs',
  from: ['payments.escrow', 'payments.wallet'],
  react({ type, data }, { streamKey, occurredAt: at }) {
    switch (type) {
      case 'ReleaseSent': {
        const { releaseId, part, payeePartyId: partyId, transferId, milestoneId, milestoneKind, clientPartyId, amount } = data;
        const { feeRules, securityHoldDays } = data;
        const release = { releaseId, releasePart: part, origin: 'release' as const, transferId, contractId: streamKey };
        const terms = { milestoneId, milestoneKind, clientPartyId, amount, feeRules, securityHoldDays };
        return [toWallet('credit', partyId, { type: 'CreditEarnings', data: { partyId, ...release, ...terms, at } })];
      }
      case 'EarningsCredited': {
        if (data.origin !== 'release') return [];
        const { contractId, releaseId, releasePart: part, milestoneId, gross, fee, net, availableAt } = data;
        const booked = { releaseId, part, milestoneId, freelancerPartyId: data.partyId, gross, fee, net, availableAt, at };
        return [toEscrow('complete', contractId, { type: 'CompleteRelease', data: booked })];
      }
    }
  },
};
