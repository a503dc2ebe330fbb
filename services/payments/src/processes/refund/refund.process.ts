import { deriveId, escalate, plus, type CommandRefused, type Money, type ProcessManager } from '@guildhall/kernel';
import type { EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { NumbersEvent } from '../../domain/numbers/numbers.decider.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { order, toEscrow, toWallet } from '../orders.js';

type Input =
  | Extract<EscrowEvent, { type: 'RefundSent' | 'ReleasedRefundStarted' }>
  | Extract<WalletEvent, { type: 'ReleasedRefundSent' | 'ReleasedRefundRefused' | 'RefundCredited' }>
  | NumbersEvent
  | CommandRefused;

type Refund = Readonly<{
  contractId: string;
  refundId: string;
  milestoneId: string;
  source: 'held' | 'released';
  amount: Money;
  feeReturned: Money;
}>;

/** Issuer of credit notes. */
const ISSUER = 'guildhall';

/**
 * One refund of one milestone (a refund of a whole contract has one id for several): out of the hold or the freelancer's wallet, into the
 * client's, then the number of its credit note, then the closing event. The wallet may refuse a refund of released money.
 */
export const refundProcess: ProcessManager<Input, Refund | null> = {
  name: 'refund',
  from: ['payments.escrow', 'payments.wallet', 'payments.numbers'],
  correlate({ type, data }) {
    switch (type) {
      case 'NumberTaken':
        return data.documentId;
      case 'RefundCredited':
        // The client's share of a split is credited by the same event, under a transfer that is derived in another way.
        return data.transferId === deriveId(data.refundId, data.milestoneId) ? data.transferId : null;
      case 'RefundSent':
      case 'ReleasedRefundStarted':
      case 'ReleasedRefundSent':
      case 'ReleasedRefundRefused':
        return data.transferId;
      case 'CommandRefused':
        return null;
    }
  },
  initialState: () => null,
  evolve(refund, { type, data }, { streamKey }) {
    switch (type) {
      case 'RefundSent': {
        const { refundId, milestoneId, amount, clientFee: feeReturned } = data;
        return { contractId: streamKey, refundId, milestoneId, source: 'held', amount, feeReturned };
      }
      case 'ReleasedRefundStarted': {
        const { refundId, milestoneId, amount, clientFee: feeReturned } = data;
        return { contractId: streamKey, refundId, milestoneId, source: 'released', amount, feeReturned };
      }
      case 'ReleasedRefundSent':
        return refund && { ...refund, feeReturned: plus(data.freelancerFee, data.clientFee) };
      case 'ReleasedRefundRefused':
      case 'RefundCredited':
      case 'NumberTaken':
      case 'CommandRefused':
        return refund;
    }
  },
  react({ type, data }, refund, { streamKey, occurredAt }) {
    switch (type) {
      case 'RefundSent': {
        const { clientPartyId: partyId, transferId, refundId, milestoneId, amount, clientFee } = data;
        const credit = { partyId, transferId, refundId, contractId: streamKey, milestoneId, amount: plus(amount, clientFee) };
        return [toWallet('credit', partyId, { type: 'CreditRefund', data: credit })];
      }
      case 'ReleasedRefundStarted': {
        const { freelancerPartyId, ...taken } = data;
        const debit = { type: 'RefundReleased' as const, data: { ...taken, contractId: streamKey } };
        return [toWallet('take-back', freelancerPartyId, debit)];
      }
      case 'ReleasedRefundSent': {
        const { clientPartyId: partyId, transferId, refundId, contractId, milestoneId, credited: amount } = data;
        const credit = { partyId, transferId, refundId, contractId, milestoneId, amount };
        return [toWallet('credit', partyId, { type: 'CreditRefund', data: credit })];
      }
      case 'RefundCredited': {
        const year = Number(occurredAt.slice(0, 4));
        return [order('number', { type: 'NumbersOrder', data: { issuer: ISSUER, year, documentId: data.transferId } })];
      }
      case 'NumberTaken': {
        if (!refund) return [];
        const { contractId, ...completed } = refund;
        const closing = { ...completed, creditNoteNumber: data.number };
        return [toEscrow('complete', contractId, { type: 'CompleteRefund', data: closing })];
      }
      case 'ReleasedRefundRefused': {
        const { contractId, milestoneId, refundId: instructionId, reasonCode } = data;
        const refusal = { milestoneId, instructionId, kind: 'refund' as const, reasonCode };
        return [toEscrow('refuse', contractId, { type: 'RefuseInstruction', data: refusal })];
      }
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
