import { minorOf, money, type Money } from '@guildhall/kernel';
import {
  CLIENT_FEES,
  FREELANCER_FEES,
  inTransit,
  walletAvailable,
  walletFrozen,
  walletOwed,
  walletPending,
} from '../ledger/accounts.js';
import { feeOfMove, isExpense, type FeeRules } from '../ledger/fees.js';
import { entry, line } from '../ledger/postings.js';
import type { RefundReleased, SplitReleased } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';
import { balancesOf, lifetimeOf, pendingOf, type FrozenPart, type WalletState } from './wallet.state.js';

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Freelancer fee that goes back when `gross` leaves the relationship's lifetime; an expense never paid one. */
export const feeBack = (
  state: WalletState,
  clientPartyId: string,
  currency: string,
  gross: bigint,
  rules: FeeRules,
  milestoneKind: string,
): bigint => (isExpense(milestoneKind) ? 0n : -feeOfMove(rules, lifetimeOf(state, clientPartyId, currency), -gross));

type PendingTake = Readonly<{ releaseId: string; part: string; amount: Money }>;
const sumOf = (takes: readonly PendingTake[]): bigint => takes.reduce((sum, { amount }) => sum + minorOf(amount), 0n);

/** As much of `wanted` as the pending lines of these releases have, in their order. */
const takePending = (
  state: WalletState,
  lines: RefundReleased['data']['lines'],
  wanted: bigint,
  currency: string,
): readonly PendingTake[] => {
  let missing = wanted;
  return lines.flatMap(({ releaseId }) =>
    pendingOf(state, releaseId).flatMap(({ part, amount }) => {
      const take = minimum(missing, amount);
      missing -= take;
      return take > 0n ? [{ releaseId, part, amount: money(take, currency) }] : [];
    }),
  );
};

/**
 * A refund of released money: the release's pending line first, then `:available`; the freelancer's own act never makes a debt,
 * so what the wallet does not cover is answered as refused.
 */
export const decideRefundReleased = (state: WalletState, { data }: RefundReleased): readonly WalletEvent[] => {
  if (state.transfers.includes(data.transferId)) return [];
  const { refundId, transferId, contractId, milestoneId, clientPartyId, feeRules, milestoneKind } = data;
  const { currency } = data.amount;
  const { partyId } = state;
  const gross = minorOf(data.amount);
  const fee = feeBack(state, clientPartyId, currency, gross, feeRules, milestoneKind);
  const net = gross - fee;
  const fromPending = takePending(state, data.lines, net, currency);
  const missing = net - sumOf(fromPending);
  if (missing > balancesOf(state, currency).available) {
    const refusal = { refundId, transferId, contractId, milestoneId, reasonCode: 'exceeds_held' as const };
    return [{ type: 'ReleasedRefundRefused', data: refusal }];
  }
  const clientFee = minorOf(data.clientFee);
  const debits = [
    line(walletPending(partyId), net - missing),
    line(walletAvailable(partyId), missing),
    line(FREELANCER_FEES, fee),
    line(CLIENT_FEES, clientFee),
  ];
  const amounts = {
    gross: data.amount,
    freelancerFee: money(fee, currency),
    lifetimeFall: money(isExpense(milestoneKind) ? 0n : gross, currency),
    clientFee: data.clientFee,
    credited: money(gross + clientFee, currency),
    fromPending,
    fromAvailable: money(missing, currency),
  };
  const postings = entry(currency, debits, [line(inTransit(transferId), gross + clientFee)]);
  return [
    { type: 'ReleasedRefundSent', data: { refundId, transferId, contractId, milestoneId, clientPartyId, ...amounts, postings } },
  ];
};

/** Takes an amount out of frozen parts, those that came out of pending first; answers what is left of each. */
const drain = (parts: readonly FrozenPart[], amount: bigint): readonly FrozenPart[] => {
  let missing = amount;
  const byOrigin = [...parts].sort((a, b) => (a.source === b.source ? 0 : a.source === 'pending' ? -1 : 1));
  return byOrigin.map((part) => {
    const take = minimum(missing, part.amount);
    missing -= take;
    return { ...part, amount: part.amount - take };
  });
};

/**
 * The client's share of released money by a ruling: frozen first, then `:available`, then what the same releases still have pending,
 * then `owed`; the rest of the freeze goes back.
 */
export const decideSplitReleased = (state: WalletState, { data }: SplitReleased): readonly WalletEvent[] => {
  const freeze = state.freezes[data.freezeId];
  if (state.transfers.includes(data.transferId)) return [];
  const { splitId, freezeId, transferId, contractId, milestoneId, clientPartyId, feeRules, milestoneKind, at } = data;
  const { currency } = data.toClient;
  const { partyId } = state;
  const gross = minorOf(data.toClient);
  const fee = feeBack(state, clientPartyId, currency, gross, feeRules, milestoneKind);
  const net = gross - fee;
  const parts = freeze?.open ? freeze.parts : [];
  const fromFrozen = minimum(
    net,
    parts.reduce((sum, { amount }) => sum + amount, 0n),
  );
  const fromAvailable = minimum(net - fromFrozen, balancesOf(state, currency).available);
  const fromPending = takePending(state, data.lines, net - fromFrozen - fromAvailable, currency);
  const owed = net - fromFrozen - fromAvailable - sumOf(fromPending);
  const rest = drain(parts, fromFrozen);
  const freed = rest.filter(({ source }) => source === 'available').reduce((sum, { amount }) => sum + amount, 0n);
  const clientFee = minorOf(data.clientFee);
  const debits = [
    line(walletFrozen(partyId), fromFrozen + freed),
    line(walletAvailable(partyId), fromAvailable),
    line(walletPending(partyId), sumOf(fromPending)),
    line(walletOwed(partyId), owed),
    line(FREELANCER_FEES, fee),
    line(CLIENT_FEES, clientFee),
  ];
  const credits = [line(inTransit(transferId), gross + clientFee), line(walletAvailable(partyId), freed)];
  const amounts = {
    gross: data.toClient,
    freelancerFee: money(fee, currency),
    lifetimeFall: money(isExpense(milestoneKind) ? 0n : gross, currency),
    clientFee: data.clientFee,
    credited: money(gross + clientFee, currency),
    fromFrozen: money(fromFrozen, currency),
    fromAvailable: money(fromAvailable, currency),
    fromPending,
    owed: money(owed, currency),
    freed: money(freed, currency),
  };
  const split: WalletEvent = {
    type: 'ReleasedSplit',
    data: {
      splitId,
      freezeId,
      transferId,
      contractId,
      milestoneId,
      clientPartyId,
      ...amounts,
      postings: entry(currency, debits, credits),
    },
  };
  const back = rest.filter(({ source, amount }) => source === 'pending' && amount > 0n);
  return [split, ...back.map((part) => unfreezePart(partyId, freezeId, part, currency, at))];
};

/** One frozen part back to where it came from; pending money comes back as a line of its own, so that its clock goes on. */
export const unfreezePart = (
  partyId: string,
  freezeId: string,
  { releaseId, amount, source }: FrozenPart,
  currency: string,
  at: string,
): WalletEvent => {
  const home = source === 'pending' ? walletPending(partyId) : walletAvailable(partyId);
  const postings = entry(currency, [line(walletFrozen(partyId), amount)], [line(home, amount)]);
  return {
    type: 'AmountUnfrozen',
    data: { partyId, releaseId, part: freezeId, freezeId, amount: money(amount, currency), source, unfrozenAt: at, postings },
  };
};
