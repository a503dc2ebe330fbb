import { minorOf, money } from '@guildhall/kernel';
import { CLIENT_FEES, cash, inTransit, walletFunding } from '../ledger/accounts.js';
import { entry, line } from '../ledger/postings.js';
import { fail } from '../payments.errors.js';
import { volumesCrossed } from './decide-earnings.js';
import type { WalletCommand } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';
import { balancesOf, type WalletState } from './wallet.state.js';

type Of<T extends WalletCommand['type']> = Extract<WalletCommand, { type: T }>;

/** A charge that the provider captured: a reported fact is booked, once per charge, never refused. */
export const decideCapture = (state: WalletState, { data }: Of<'CaptureCharge'>): readonly WalletEvent[] => {
  if (state.charges.includes(data.chargeId)) return [];
  const { fundingId, chargeId, provider, amount, at } = data;
  const minor = minorOf(amount);
  const postings = entry(amount.currency, [line(cash(provider), minor)], [line(walletFunding(data.partyId), minor)]);
  return [{ type: 'ChargeCaptured', data: { fundingId, chargeId, provider, amount, capturedAt: at, postings } }];
};

/** The debited side of funding: all holds and the client fee in one entry, out of the funding balance. */
export const decideSendFunding = (state: WalletState, { data }: Of<'SendFunding'>): readonly WalletEvent[] => {
  if (state.fundings.includes(data.fundingId)) return [];
  const { fundingId, contractId, lines, at } = data;
  const currency = lines[0]?.amount.currency ?? '';
  const held = lines.reduce((sum, { amount }) => sum + minorOf(amount), 0n);
  const fee = lines.reduce((sum, { clientFee }) => sum + minorOf(clientFee), 0n);
  if (balancesOf(state, currency).funding < held + fee)
    throw fail('PAYMENTS.INSUFFICIENT_AVAILABLE', 'The funding balance does not cover these holds and their fee');
  const credits = [
    ...lines.map(({ transferId, amount }) => line(inTransit(transferId), minorOf(amount))),
    line(CLIENT_FEES, fee),
  ];
  const postings = entry(currency, [line(walletFunding(state.partyId), held + fee)], credits);
  const sent: WalletEvent = {
    type: 'FundingSent',
    data: { fundingId, contractId, clientFee: money(fee, currency), lines, sentAt: at, postings },
  };
  return [sent, ...volumesCrossed(state, 'spent', held + fee, currency)];
};

/** Back to the instrument that paid; the debit comes before the provider is asked. */
export const decideInstrumentRefund = (state: WalletState, { data }: Of<'RefundInstrument'>): readonly WalletEvent[] => {
  if (state.refundsToInstrument[data.refundId]) return [];
  const { amount, provider } = data;
  const minor = minorOf(amount);
  if (minor <= 0n) throw fail('PAYMENTS.AMOUNT_INVALID', 'A refund needs an amount above zero');
  if (balancesOf(state, amount.currency).funding < minor)
    throw fail('PAYMENTS.INSUFFICIENT_AVAILABLE', 'The funding balance does not cover this refund');
  const postings = entry(amount.currency, [line(walletFunding(state.partyId), minor)], [line(cash(provider), minor)]);
  return [{ type: 'InstrumentRefunded', data: { ...data, postings } }];
};

/** The instrument refused: the money stays in the funding balance. */
export const decideInstrumentRefundReturn = (
  state: WalletState,
  { data }: Of<'ReturnInstrumentRefund'>,
): readonly WalletEvent[] => {
  const refund = state.refundsToInstrument[data.refundId];
  if (!refund || refund.returned === 'yes') return [];
  const minor = minorOf(refund.amount);
  const postings = entry(
    refund.amount.currency,
    [line(cash(refund.provider), minor)],
    [line(walletFunding(state.partyId), minor)],
  );
  return [{ type: 'InstrumentRefundReturned', data: { ...data, amount: refund.amount, provider: refund.provider, postings } }];
};
