import type { Decider } from '@guildhall/kernel';
import { fail } from '../payments.errors.js';
import { decideClear, decideCredit, decideRefundCredit } from './decide-earnings.js';
import { decideFreezeReleased, decideUnfreezeReleased } from './decide-freeze.js';
import { decideCapture, decideInstrumentRefund, decideInstrumentRefundReturn, decideSendFunding } from './decide-funding.js';
import { decidePayout, decidePayoutReturned, decidePayoutSettled, decidePayoutSubmitted } from './decide-payout.js';
import { decideRefundReleased, decideSplitReleased } from './decide-reversal.js';
import type { WalletCommand } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';
import { evolveWallet } from './wallet.evolve.js';
import { noWallet, type WalletState } from './wallet.state.js';

/** A credit is never refused: the first one opens the wallet, if identity's word of the party comes later. */
const decideUnopened = (command: Exclude<WalletCommand, { type: 'OpenWallet' }>): readonly WalletEvent[] => {
  const credits = command.type === 'CaptureCharge' || command.type === 'CreditEarnings' || command.type === 'CreditRefund';
  if (!credits) throw fail('PAYMENTS.ILLEGAL_TRANSITION', 'This party has no wallet yet', { allowed: ['OpenWallet'] });
  const opened: WalletEvent = { type: 'WalletOpened', data: { partyId: command.data.partyId, kind: 'unseen' } };
  return [opened, ...walletDecider.decide(command, evolveWallet(noWallet, opened))];
};

/**
 * All money of one party, all currencies; its stream orders all releases of the party, so relationship tiers stay exact.
 * Debits are refused when they are not covered; credits never are: they are booked once per transfer.
 */
export const walletDecider: Decider<WalletCommand, WalletEvent, WalletState> = {
  initialState: () => noWallet,
  decide(command, state) {
    if (command.type === 'OpenWallet') return state.partyId === '' ? [{ type: 'WalletOpened', data: command.data }] : [];
    if (state.partyId === '') return decideUnopened(command);
    switch (command.type) {
      case 'CaptureCharge':
        return decideCapture(state, command);
      case 'SendFunding':
        return decideSendFunding(state, command);
      case 'RefundInstrument':
        return decideInstrumentRefund(state, command);
      case 'ReturnInstrumentRefund':
        return decideInstrumentRefundReturn(state, command);
      case 'CreditEarnings':
        return decideCredit(state, command);
      case 'ClearEarnings':
        return decideClear(state, command);
      case 'CreditRefund':
        return decideRefundCredit(state, command);
      case 'RefundReleased':
        return decideRefundReleased(state, command);
      case 'FreezeReleased':
        return decideFreezeReleased(state, command);
      case 'UnfreezeReleased':
        return decideUnfreezeReleased(state, command);
      case 'SplitReleased':
        return decideSplitReleased(state, command);
      case 'CreatePayout':
        return decidePayout(state, command);
      case 'SubmitPayout':
        return decidePayoutSubmitted(state, command);
      case 'SettlePayout':
        return decidePayoutSettled(state, command);
      case 'ReturnPayout':
        return decidePayoutReturned(state, command);
    }
  },
  evolve: evolveWallet,
};
