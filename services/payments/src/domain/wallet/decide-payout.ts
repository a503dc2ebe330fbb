import { isBefore, minorOf, money } from '@guildhall/kernel';
import { cash, payoutClearing, walletAvailable, walletFrozen } from '../ledger/accounts.js';
import { entry, line } from '../ledger/postings.js';
import { fail } from '../payments.errors.js';
import policy from '../policies/payments-v1.json' with { type: 'json' };
import type { CreatePayout, WalletCommand } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';
import { isRetired } from '../policies/ledger-days.js';
import { balancesOf, type WalletState } from './wallet.state.js';

type Of<T extends WalletCommand['type']> = Extract<WalletCommand, { type: T }>;

/** Payouts go out by one provider in the first version. */
const PROVIDER = 'psp';

export const decidePayout = (state: WalletState, { data }: CreatePayout): readonly WalletEvent[] => {
  if (state.payouts[data.payoutId]) return [];
  const { payoutId, amount, destinationId, method, gate, usableFrom, at } = data;
  const minor = minorOf(amount);
  const least = (policy.payoutMinimum as Readonly<Record<string, string>>)[amount.currency];
  if (least === undefined || minor < BigInt(least))
    throw fail('PAYMENTS.AMOUNT_INVALID', `A payout is at least ${least ?? 'possible in another currency'} minor units`);
  if (isRetired(amount.currency, at))
    throw fail('PAYMENTS.CURRENCY_RETIRED', `No new payout in ${amount.currency}: its last ledger day is over`);
  if (gate.withdraw === 'closed')
    throw fail('PAYMENTS.CAPABILITY_MISSING', 'Withdrawal is not open for this party', { missing: gate.missing });
  if (gate.restricted.length > 0)
    throw fail('PAYMENTS.CAPABILITY_MISSING', 'Payouts of this party are restricted', { missing: gate.restricted });
  if (isBefore(at, usableFrom))
    throw fail('PAYMENTS.DESTINATION_COOLING_DOWN', `This destination is usable from ${usableFrom}`, { usableFrom });
  if (balancesOf(state, amount.currency).available < minor)
    throw fail('PAYMENTS.INSUFFICIENT_AVAILABLE', 'The available balance is lower');
  const { partyId } = state;
  const postings = entry(amount.currency, [line(walletAvailable(partyId), minor)], [line(payoutClearing(payoutId), minor)]);
  return [{ type: 'PayoutCreated', data: { payoutId, partyId, amount, destinationId, method, createdAt: at, postings } }];
};

const payoutOf = (state: WalletState, payoutId: string) => {
  const payout = state.payouts[payoutId];
  if (!payout) throw fail('PAYMENTS.HOLD_NOT_FOUND', `No payout ${payoutId} in this wallet`);
  return payout;
};

export const decidePayoutSubmitted = (state: WalletState, { data }: Of<'SubmitPayout'>): readonly WalletEvent[] =>
  payoutOf(state, data.payoutId).status === 'created' ? [{ type: 'PayoutSubmitted', data }] : [];

/** The provider's word that it was paid; its webhook may come before our own note. */
export const decidePayoutSettled = (
  state: WalletState,
  { data: { payoutId, at } }: Of<'SettlePayout'>,
): readonly WalletEvent[] => {
  const { status, amount, method } = payoutOf(state, payoutId);
  if (status === 'paid' || status === 'failed') return [];
  const minor = minorOf(amount);
  const postings = entry(amount.currency, [line(payoutClearing(payoutId), minor)], [line(cash(PROVIDER), minor)]);
  return [{ type: 'PayoutSettled', data: { payoutId, partyId: state.partyId, amount, method, settledAt: at, postings } }];
};

/** Money that came back, also after it was paid: it fills the shortfalls of open freezes first. */
export const decidePayoutReturned = (
  state: WalletState,
  { data: { payoutId, reasonCode } }: Of<'ReturnPayout'>,
): readonly WalletEvent[] => {
  const { status, amount, method } = payoutOf(state, payoutId);
  if (status === 'failed') return [];
  const { partyId } = state;
  const { currency } = amount;
  let left = minorOf(amount);
  const toFrozen = Object.values(state.freezes).flatMap((freeze) => {
    if (!freeze.open || freeze.currency !== currency || freeze.shortfall === 0n) return [];
    const fill = freeze.shortfall < left ? freeze.shortfall : left;
    left -= fill;
    return fill > 0n ? [{ freezeId: freeze.freezeId, amount: money(fill, currency) }] : [];
  });
  const from = status === 'paid' ? cash(PROVIDER) : payoutClearing(payoutId);
  const credits = [line(walletFrozen(partyId), minorOf(amount) - left), line(walletAvailable(partyId), left)];
  const postings = entry(currency, [line(from, minorOf(amount))], credits);
  return [{ type: 'PayoutReturned', data: { payoutId, partyId, amount, method, reasonCode, toFrozen, postings } }];
};
