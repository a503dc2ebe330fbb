import { FACT, type ContractCompleting, type ContractDeclined } from '@guildhall/event-catalogue';
import {
  deriveId,
  escalate,
  minorOf,
  money,
  type CommandRefused,
  type EventData,
  type FactInput,
  type Money,
  type ProcessManager,
  type Send,
} from '@guildhall/kernel';
import type { EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { FundingEvent } from '../../domain/funding/funding.events.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toEscrow, toFunding, toWallet } from '../orders.js';

type Input =
  | FactInput<ContractCompleting>
  | FactInput<ContractDeclined>
  | Extract<FundingEvent, { type: 'FundingOpened' | 'FundingCommitted' | 'FundingRefused' }>
  | Extract<EscrowEvent, { type: 'HoldPlaced' }>
  | Extract<WalletEvent, { type: 'RefundCredited' }>
  | CommandRefused;

/** A charge of the contract and what of it may still go back to its instrument, in minor units as text. */
type Charge = Readonly<{
  fundingId: string;
  chargeId: string;
  provider: string;
  clientPartyId: string;
  left: string;
  currency: string;
}>;
type Return = Readonly<{ refundId: string; chargeId: string; provider: string; clientPartyId: string; amount: Money }>;
type State = Readonly<{
  ended: 'no' | 'completing' | 'declined';
  /** Fundings that may still bring money. */
  open: readonly string[];
  charges: readonly Charge[];
  /** What the last credited refund sends back to instruments. */
  returns: readonly Return[];
}>;

const givenUp = (fundingIds: readonly string[], reasonCode: string): readonly Send[] =>
  fundingIds.map((fundingId) => toFunding(`give-up-${fundingId}`, fundingId, { type: 'GiveUp', data: { reasonCode } }));

const reasonOf = (ended: State['ended']): string => (ended === 'declined' ? 'contract_declined' : 'contract_completing');

/** What the client got back in the wallet is taken from the charges in their order: per charge never more goes back than was captured. */
const afterRefund = (state: State, { transferId, amount }: EventData<WalletEvent, 'RefundCredited'>): State => {
  let missing = minorOf(amount);
  const taken = state.charges.map((charge) => {
    const left = BigInt(charge.left);
    const take = missing < left ? missing : left;
    missing -= take;
    return { charge, take };
  });
  const charges = taken.map(({ charge, take }) => ({ ...charge, left: (BigInt(charge.left) - take).toString() }));
  if (state.ended !== 'declined') return { ...state, charges, returns: [] };
  const returns = taken.flatMap(({ charge: { chargeId, provider, clientPartyId }, take }): Return[] => {
    if (take === 0n) return [];
    return [
      { refundId: deriveId(transferId, chargeId), chargeId, provider, clientPartyId, amount: money(take, amount.currency) },
    ];
  });
  return { ...state, charges, returns };
};

/**
 * The end of a contract's money: no funding goes on, and what a declined contract holds or what comes late goes back, with the client
 * fee, to the instruments that paid.
 */
export const contractEnd: ProcessManager<Input, State> = {
  name: 'contract-end',
  from: ['payments.funding', 'payments.escrow', 'payments.wallet'],
  correlate({ type, data }) {
    return type === 'CommandRefused' ? null : data.contractId;
  },
  initialState: () => ({ ended: 'no', open: [], charges: [], returns: [] }),
  evolve(state, { type, data }) {
    switch (type) {
      case FACT.ContractCompleting:
        return state.ended === 'no' ? { ...state, ended: 'completing' } : state;
      case FACT.ContractDeclined:
        return { ...state, ended: 'declined' };
      case 'FundingOpened':
        return { ...state, open: [...state.open, data.fundingId] };
      case 'FundingCommitted': {
        const { fundingId, chargeId, provider, clientPartyId, total } = data;
        const charge = { fundingId, chargeId, provider, clientPartyId, left: total.amount, currency: total.currency };
        return { ...state, charges: [...state.charges, charge] };
      }
      case 'FundingRefused':
        // After a commit it was the capture that was refused: that charge brought nothing.
        return {
          ...state,
          open: data.final ? state.open.filter((fundingId) => fundingId !== data.fundingId) : state.open,
          charges: state.charges.filter(({ fundingId }) => fundingId !== data.fundingId),
        };
      case 'HoldPlaced':
        return { ...state, open: state.open.filter((fundingId) => fundingId !== data.fundingId) };
      case 'RefundCredited':
        return afterRefund(state, data);
      case 'CommandRefused':
        return state;
    }
  },
  react({ type, data }, state) {
    switch (type) {
      case FACT.ContractCompleting: {
        const note = toEscrow('note', data.contractId, { type: 'NoteCompletion', data: { endReason: data.endReason } });
        return [...givenUp(state.open, reasonOf(state.ended)), note];
      }
      case FACT.ContractDeclined: {
        const { contractId, reason } = data;
        return [
          ...givenUp(state.open, reasonOf(state.ended)),
          toEscrow('note', contractId, { type: 'NoteCompletion', data: { endReason: reason } }),
          toEscrow('refund', contractId, { type: 'RefundAll', data: { refundId: deriveId(contractId, 'declined') } }),
        ];
      }
      case 'FundingOpened':
        return state.ended === 'no' ? [] : givenUp([data.fundingId], reasonOf(state.ended));
      case 'RefundCredited':
        return state.returns.map(({ clientPartyId, ...refund }) =>
          toWallet(`refund-${refund.chargeId}`, clientPartyId, { type: 'RefundInstrument', data: refund }),
        );
      case 'FundingCommitted':
      case 'FundingRefused':
      case 'HoldPlaced':
        return [];
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
