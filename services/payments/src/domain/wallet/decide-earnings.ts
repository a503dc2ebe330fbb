import { endOfDayUtc, minorOf, money } from '@guildhall/kernel';
import { FREELANCER_FEES, inTransit, walletAvailable, walletFunding, walletPending } from '../ledger/accounts.js';
import { feeOfMove, isExpense } from '../ledger/fees.js';
import { entry, line } from '../ledger/postings.js';
import policy from '../policies/payments-v1.json' with { type: 'json' };
import type { CreditEarnings, WalletCommand } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';
import { lifetimeOf, type WalletState } from './wallet.state.js';

/** Thresholds of lifetime volume that this amount passes, told once each, for identity's requirement engine. */
export const volumesCrossed = (
  state: WalletState,
  direction: 'earned' | 'spent',
  minor: bigint,
  currency: string,
): readonly WalletEvent[] => {
  const before = state.volumes[`${direction}|${currency}`] ?? 0n;
  return policy.volumeThresholds.flatMap(({ id, amount }): WalletEvent[] => {
    const limit = (amount as Readonly<Record<string, string>>)[currency];
    const passed = limit !== undefined && before < BigInt(limit) && before + minor >= BigInt(limit);
    if (!passed || state.crossed.includes(`${direction}|${currency}|${id}`)) return [];
    return [
      {
        type: 'PartyVolumeCrossed',
        data: { partyId: state.partyId, direction, thresholdId: id, lifetimeVolume: money(before + minor, currency) },
      },
    ];
  });
};

/** The credited side of a release or of a ruling's share: never refused, booked once per transfer; the fee is taken here. */
export const decideCredit = (state: WalletState, { data }: CreditEarnings): readonly WalletEvent[] => {
  if (state.transfers.includes(data.transferId)) return [];
  const { currency } = data.amount;
  const gross = minorOf(data.amount);
  const expense = isExpense(data.milestoneKind);
  const fee = expense ? 0n : feeOfMove(data.feeRules, lifetimeOf(state, data.clientPartyId, currency), gross);
  const {
    releaseId,
    transferId,
    contractId,
    milestoneId,
    clientPartyId,
    origin,
    releasePart,
    milestoneKind,
    securityHoldDays,
    at,
  } = data;
  const { partyId } = state;
  const postings = entry(
    currency,
    [line(inTransit(transferId), gross)],
    [line(FREELANCER_FEES, fee), line(walletPending(partyId), gross - fee)],
  );
  const amounts = {
    gross: data.amount,
    fee: money(fee, currency),
    net: money(gross - fee, currency),
    lifetimeRise: expense ? money(0n, currency) : data.amount,
  };
  const times = { creditedAt: at, securityHoldDays, availableAt: endOfDayUtc(at, securityHoldDays) };
  const part = releasePart === 1 ? 'credited' : `credited-${releasePart}`;
  const where = {
    partyId,
    releaseId,
    part,
    transferId,
    contractId,
    milestoneId,
    clientPartyId,
    origin,
    releasePart,
    milestoneKind,
  };
  return [
    { type: 'EarningsCredited', data: { ...where, ...amounts, ...times, postings } },
    ...volumesCrossed(state, 'earned', gross, currency),
  ];
};

/** The end of a security hold: what is left of the line, maybe nothing. */
export const decideClear = (
  state: WalletState,
  { data }: Extract<WalletCommand, { type: 'ClearEarnings' }>,
): readonly WalletEvent[] => {
  const pending = state.pending.find(({ releaseId, part }) => releaseId === data.releaseId && part === data.part);
  if (!pending) return [];
  const { partyId } = state;
  const postings = entry(
    pending.currency,
    [line(walletPending(partyId), pending.amount)],
    [line(walletAvailable(partyId), pending.amount)],
  );
  return [
    {
      type: 'EarningsCleared',
      data: { partyId, releaseId: data.releaseId, part: data.part, amount: money(pending.amount, pending.currency), postings },
    },
  ];
};

/** The credited side of a refund or of the client's share. */
export const decideRefundCredit = (
  state: WalletState,
  { data }: Extract<WalletCommand, { type: 'CreditRefund' }>,
): readonly WalletEvent[] => {
  if (state.transfers.includes(data.transferId)) return [];
  const minor = minorOf(data.amount);
  const postings = entry(
    data.amount.currency,
    [line(inTransit(data.transferId), minor)],
    [line(walletFunding(data.partyId), minor)],
  );
  const { partyId: _opener, ...credit } = data;
  return [{ type: 'RefundCredited', data: { ...credit, postings } }];
};
