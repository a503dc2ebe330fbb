import {
  deriveId,
  escalate,
  isZero,
  plus,
  zero,
  type CommandRefused,
  type EventData,
  type Money,
  type ProcessManager,
  type Send,
} from '@guildhall/kernel';
import type { EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toEscrow, toWallet } from '../orders.js';

type Sent = EventData<EscrowEvent, 'SplitSent'>;
type Input =
  | Extract<EscrowEvent, { type: 'SplitSent' }>
  | Extract<WalletEvent, { type: 'EarningsCredited' | 'RefundCredited' | 'ReleasedSplit' }>
  | CommandRefused;
type State = Readonly<{
  contractId: string;
  split: Sent | null;
  /** Transfers of this split that have arrived. */
  arrived: readonly string[];
  /** Fee on the freelancer's share, once it is credited. */
  fee: Money | null;
}>;

/** What must arrive before the split is closed: a share of zero has no leg. */
const awaited = ({ fromHeld, fromReleased }: Sent): readonly string[] => [
  ...(isZero(fromHeld.toFreelancer) ? [] : [fromHeld.freelancerTransferId]),
  ...(isZero(fromHeld.toClient) ? [] : [fromHeld.clientTransferId]),
  ...(isZero(fromReleased.toClient) ? [] : [fromReleased.transferId]),
];

const legsOf = (contractId: string, split: Sent, at: string): readonly Send[] => {
  const { splitId, freezeId, milestoneId, milestoneKind, clientPartyId, payeePartyId, feeRules, securityHoldDays } = split;
  const { fromHeld, fromReleased } = split;
  const where = { contractId, milestoneId };
  const terms = { milestoneKind, clientPartyId, feeRules };
  const { freelancerTransferId, clientTransferId, toFreelancer, toClient, clientFee } = fromHeld;
  const share = { partyId: payeePartyId, releaseId: splitId, releasePart: 1, origin: 'split' as const, amount: toFreelancer };
  const earned = { ...share, transferId: freelancerTransferId, ...where, ...terms, securityHoldDays, at };
  const back = { partyId: clientPartyId, transferId: clientTransferId, refundId: splitId, ...where };
  const { toClient: toClientOfReleased, clientFee: feeOfReleased, transferId, lines } = fromReleased;
  const released = { splitId, freezeId, transferId, toClient: toClientOfReleased, clientFee: feeOfReleased, lines };
  return [
    ...(isZero(toFreelancer) ? [] : [toWallet('earned', payeePartyId, { type: 'CreditEarnings', data: earned })]),
    ...(isZero(toClient)
      ? []
      : [toWallet('back', clientPartyId, { type: 'CreditRefund', data: { ...back, amount: plus(toClient, clientFee) } })]),
    ...(isZero(toClientOfReleased)
      ? []
      : [toWallet('released', payeePartyId, { type: 'SplitReleased', data: { ...released, ...where, ...terms, at } })]),
  ];
};

const closing = ({ contractId, split, arrived, fee }: State): readonly Send[] => {
  if (!split || awaited(split).some((transferId) => !arrived.includes(transferId))) return [];
  const { splitId, milestoneId, toFreelancer, toClient, fromHeld } = split;
  const heldPart = plus(fromHeld.toFreelancer, fromHeld.toClient);
  const shares = { toFreelancer, toClient, heldPart, fee: fee ?? zero(toClient.currency) };
  return [toEscrow('complete', contractId, { type: 'CompleteSplit', data: { splitId, milestoneId, ...shares } })];
};

/** One split: every share to its wallet, then the closing event. Which arrives first does not matter. */
export const splitProcess: ProcessManager<Input, State> = {
  name: 'split',
  from: ['payments.escrow', 'payments.wallet'],
  correlate({ type, data }) {
    switch (type) {
      case 'SplitSent':
      case 'ReleasedSplit':
        return data.splitId;
      case 'EarningsCredited':
        return data.origin === 'split' ? data.releaseId : null;
      case 'RefundCredited':
        // Ordinary refunds are credited by the same event, under a transfer that is derived from refund and milestone.
        return data.transferId === deriveId(data.refundId, data.milestoneId) ? null : data.refundId;
      case 'CommandRefused':
        return null;
    }
  },
  initialState: () => ({ contractId: '', split: null, arrived: [], fee: null }),
  evolve(state, { type, data }, { streamKey }) {
    switch (type) {
      case 'SplitSent':
        return { ...state, contractId: streamKey, split: data };
      case 'EarningsCredited':
        return { ...state, arrived: [...state.arrived, data.transferId], fee: data.fee };
      case 'RefundCredited':
        return { ...state, arrived: [...state.arrived, data.transferId] };
      case 'ReleasedSplit':
      case 'CommandRefused':
        return state;
    }
  },
  react({ type, data }, state, { streamKey, occurredAt: at }) {
    switch (type) {
      case 'SplitSent':
        return legsOf(streamKey, data, at);
      case 'ReleasedSplit': {
        const { clientPartyId: partyId, transferId, splitId: refundId, contractId, milestoneId, credited: amount } = data;
        const credit = { partyId, transferId, refundId, contractId, milestoneId, amount };
        return [toWallet('back-released', partyId, { type: 'CreditRefund', data: credit })];
      }
      case 'EarningsCredited':
      case 'RefundCredited':
        return closing(state);
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
