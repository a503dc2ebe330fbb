import { cancelTimer, escalate, startTimer, type CommandRefused, type ProcessManager, type TimerDue } from '@guildhall/kernel';
import type { FundingEvent, FundingLine } from '../../domain/funding/funding.events.js';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { order, toEscrow, toFunding, toWallet } from '../orders.js';

type Input =
  FundingEvent | Extract<WalletEvent, { type: 'ChargeCaptured' }> | TimerDue<'pay-by', { fundingId: string }> | CommandRefused;

type State = Readonly<{
  attempt: number;
  /** Authorised and not refused since. */
  chargeId: string | null;
  committed: Readonly<{ contractId: string; clientPartyId: string; lines: readonly FundingLine[] }> | null;
}>;

/**
 * One funding from request to captured money: charge, commit, capture, send; at `payBy` it gives up. The funding stream decides who
 * wins; here stands only what follows from what. The holds follow in the escrow (legs).
 */
export const fundingProcess: ProcessManager<Input, State> = {
  name: 'funding',
  from: ['payments.funding', 'payments.wallet'],
  correlate({ type, data }) {
    if (type === 'CommandRefused') return null;
    return data.fundingId;
  },
  initialState: () => ({ attempt: 1, chargeId: null, committed: null }),
  evolve(state, { type, data }) {
    switch (type) {
      case 'ChargeAuthorised':
        return { ...state, attempt: data.attempt, chargeId: data.chargeId };
      case 'FundingCommitted': {
        const { contractId, clientPartyId, lines } = data;
        return { ...state, committed: { contractId, clientPartyId, lines } };
      }
      case 'ChargeRetried':
        return { attempt: data.attempt, chargeId: null, committed: null };
      case 'FundingOpened':
      case 'ChargeClaimed':
      case 'FundingRefused':
      case 'GiveUpNoted':
      case 'LateChargeSeen':
      case 'ChargeCaptured':
      case 'timer.pay-by':
      case 'CommandRefused':
        return state;
    }
  },
  react({ type, data }, state, { occurredAt: at }) {
    switch (type) {
      case 'FundingOpened': {
        const { fundingId, clientPartyId, payBy } = data;
        return [
          startTimer('pay-by', payBy, { fundingId }),
          order('start', { type: 'StartCharge', data: { fundingId, clientPartyId } }),
        ];
      }
      case 'ChargeRetried': {
        const { fundingId, instrumentId, attempt } = data;
        return [toFunding('claim', fundingId, { type: 'ClaimCharge', data: { instrumentId, attempt } })];
      }
      case 'ChargeClaimed': {
        const { fundingId, attempt, reference, instrumentId, amount } = data;
        return [order('authorise', { type: 'AskCharge', data: { fundingId, attempt, reference, instrumentId, amount } })];
      }
      case 'ChargeAuthorised': {
        const { fundingId, attempt } = data;
        return [toFunding('commit', fundingId, { type: 'CommitFunding', data: { attempt, at } })];
      }
      case 'FundingCommitted': {
        const { fundingId, clientPartyId, chargeId, provider, total: amount } = data;
        const charge = { fundingId, clientPartyId, chargeId, provider, amount, at };
        return [order('capture', { type: 'AskCapture', data: { ...charge, attempt: state.attempt } })];
      }
      case 'FundingRefused': {
        if (!data.final) return [];
        const { fundingId, contractId } = data;
        // A refused capture leaves nothing to void.
        const { chargeId, committed } = state;
        const voided =
          chargeId === null || committed ? [] : [order('void', { type: 'VoidCharge', data: { fundingId, chargeId } })];
        return [cancelTimer('pay-by'), toEscrow('end', contractId, { type: 'EndFunding', data: { fundingId } }), ...voided];
      }
      case 'LateChargeSeen':
        return [order(`return-${data.chargeId}`, { type: 'ReturnLateCharge', data: { ...data, at } })];
      case 'ChargeCaptured': {
        const { fundingId, chargeId } = data;
        if (!state.committed || state.chargeId !== chargeId) return [];
        const { contractId, clientPartyId, lines } = state.committed;
        const sending = { type: 'SendFunding' as const, data: { fundingId, contractId, lines, at } };
        return [cancelTimer('pay-by'), toWallet('send', clientPartyId, sending)];
      }
      case 'timer.pay-by':
        return [toFunding('give-up', data.fundingId, { type: 'GiveUp', data: { reasonCode: 'pay_by_passed' } })];
      case 'GiveUpNoted':
        return [];
      case 'CommandRefused':
        return [escalate(data.code)];
    }
  },
};
