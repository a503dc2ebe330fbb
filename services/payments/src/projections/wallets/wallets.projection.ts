import { defineProjection, type Projected } from '@guildhall/event-sourcing';
import { daysUntil, endOfDayUtc, minorOf, money, type EventData, type Money } from '@guildhall/kernel';
import { walletStorage, type WalletEvent } from '../../domain/wallet/wallet.events.js';
import { postingsOf, signed } from '../posted.js';

/** Minor units as text; `pending` is the sum of the pending lines. */
export type WalletBalances = Readonly<Record<'funding' | 'pending' | 'available' | 'frozen' | 'owed', string>>;
/** `why`: the security hold of a release, or its rest after a freeze ended. */
export type PendingItem = Readonly<{
  releaseId: string;
  part: string;
  contractId: string;
  milestoneId: string;
  amount: Money;
  availableAt: string;
  why: 'security_hold' | 'rest_of_hold_after_freeze';
}>;
type FrozenPart = Readonly<{ releaseId: string; contractId: string; milestoneId: string; daysLeft: number }>;
export type WalletFreezeItem = Readonly<{
  freezeId: string;
  amount: Money;
  shortfall: Money;
  state: 'open' | 'ended';
  parts: readonly FrozenPart[];
}>;
export type WalletDocument = Readonly<{
  partyId: string;
  balances: Readonly<Record<string, WalletBalances>>;
  pending: readonly PendingItem[];
  freezes: readonly WalletFreezeItem[];
}>;

const EMPTY: WalletBalances = { funding: '0', pending: '0', available: '0', frozen: '0', owed: '0' };
const isKind = (kind: string): kind is keyof WalletBalances => kind in EMPTY;

const withPostings = (wallet: WalletDocument, data: object): WalletDocument => {
  const prefix = `wallet:${wallet.partyId}:`;
  const balances = postingsOf(data)
    .filter(({ account }) => account.startsWith(prefix))
    .reduce((now, posting) => {
      const kind = posting.account.slice(prefix.length);
      if (!isKind(kind)) return now;
      const of = now[posting.currency] ?? EMPTY;
      const change = signed(posting, kind === 'owed' ? 'debit' : 'credit');
      return { ...now, [posting.currency]: { ...of, [kind]: (BigInt(of[kind]) + change).toString() } };
    }, wallet.balances);
  return { ...wallet, balances };
};

/** Takes from a pending line; an emptied line disappears. */
const less = (wallet: WalletDocument, releaseId: string, part: string, amount: Money): WalletDocument => ({
  ...wallet,
  pending: wallet.pending.flatMap((item) => {
    if (item.releaseId !== releaseId || item.part !== part) return [item];
    const left = minorOf(item.amount) - minorOf(amount);
    return left > 0n ? [{ ...item, amount: money(left, amount.currency) }] : [];
  }),
});

const withFreeze = (
  wallet: WalletDocument,
  freezeId: string,
  currency: string,
  change: (freeze: WalletFreezeItem) => WalletFreezeItem,
): WalletDocument => {
  const nothing = money(0n, currency);
  const fresh: WalletFreezeItem = { freezeId, amount: nothing, shortfall: nothing, state: 'open', parts: [] };
  const known = wallet.freezes.find((freeze) => freeze.freezeId === freezeId);
  const others = wallet.freezes.filter((freeze) => freeze.freezeId !== freezeId);
  return { ...wallet, freezes: [...others, change(known ?? fresh)] };
};

const add = (a: Money, minor: bigint): Money => money(minorOf(a) + minor, a.currency);

const frozen = (wallet: WalletDocument, data: EventData<WalletEvent, 'AmountFrozen'>): WalletDocument => {
  const { freezeId, releaseId, part, amount, source, frozenAt } = data;
  const item = wallet.pending.find((pending) => pending.releaseId === releaseId && pending.part === part);
  const { contractId = '', milestoneId = '', availableAt = frozenAt } = item ?? {};
  const taken = source === 'pending' ? less(wallet, releaseId, part, amount) : wallet;
  const kept: FrozenPart = { releaseId, contractId, milestoneId, daysLeft: daysUntil(frozenAt, availableAt) };
  return withFreeze(taken, freezeId, amount.currency, (freeze) => ({
    ...freeze,
    amount: add(freeze.amount, minorOf(amount)),
    parts: source === 'pending' ? [...freeze.parts, kept] : freeze.parts,
  }));
};

const unfrozen = (wallet: WalletDocument, data: EventData<WalletEvent, 'AmountUnfrozen'>): WalletDocument => {
  const { freezeId, releaseId, part, amount, source, unfrozenAt } = data;
  const freeze = wallet.freezes.find((known) => known.freezeId === freezeId);
  // The hold goes on with the days of the part that was frozen last, as the clearing process counts it.
  const origin = freeze?.parts.findLast((known) => known.releaseId === releaseId);
  const freed = withFreeze(wallet, freezeId, amount.currency, (known) => ({
    ...known,
    amount: add(known.amount, -minorOf(amount)),
  }));
  if (source === 'available' || !origin) return freed;
  const { contractId, milestoneId, daysLeft } = origin;
  const same = freed.pending.find((item) => item.releaseId === releaseId && item.part === part);
  const total = same ? add(same.amount, minorOf(amount)) : amount;
  const others = freed.pending.filter((item) => item !== same);
  const availableAt = endOfDayUtc(unfrozenAt, daysLeft);
  const back = {
    releaseId,
    part,
    contractId,
    milestoneId,
    amount: total,
    availableAt,
    why: 'rest_of_hold_after_freeze' as const,
  };
  return { ...freed, pending: [...others, back] };
};

const split = (wallet: WalletDocument, data: EventData<WalletEvent, 'ReleasedSplit'>): WalletDocument => {
  const { freezeId, fromPending, fromFrozen, freed, gross } = data;
  const drained = fromPending.reduce((now, { releaseId, part, amount }) => less(now, releaseId, part, amount), wallet);
  if (!wallet.freezes.some((freeze) => freeze.freezeId === freezeId)) return drained;
  const gone = minorOf(fromFrozen) + minorOf(freed);
  return withFreeze(drained, freezeId, gross.currency, (freeze) => ({
    ...freeze,
    amount: add(freeze.amount, -gone),
    shortfall: money(0n, gross.currency),
    state: 'ended',
  }));
};

const reduceLines = (wallet: WalletDocument, { type, data }: Projected<WalletEvent>): WalletDocument => {
  switch (type) {
    case 'EarningsCredited': {
      const { releaseId, part, contractId, milestoneId, net: amount, availableAt } = data;
      const line = { releaseId, part, contractId, milestoneId, amount, availableAt, why: 'security_hold' as const };
      return { ...wallet, pending: [...wallet.pending, line] };
    }
    case 'EarningsCleared':
      return less(wallet, data.releaseId, data.part, data.amount);
    case 'ReleasedRefundSent':
      return data.fromPending.reduce((now, { releaseId, part, amount }) => less(now, releaseId, part, amount), wallet);
    case 'AmountFrozen':
      return frozen(wallet, data);
    case 'AmountUnfrozen':
      return unfrozen(wallet, data);
    case 'FreezeAnswered':
      return withFreeze(wallet, data.freezeId, data.shortfallNet.currency, (freeze) => ({
        ...freeze,
        shortfall: data.shortfallNet,
      }));
    case 'FreezeLifted':
      return { ...wallet, freezes: wallet.freezes.filter(({ freezeId }) => freezeId !== data.freezeId) };
    case 'ReleasedSplit':
      return split(wallet, data);
    case 'PayoutReturned':
      return data.toFrozen.reduce(
        (now, { freezeId, amount }) =>
          withFreeze(now, freezeId, amount.currency, (freeze) => ({
            ...freeze,
            amount: add(freeze.amount, minorOf(amount)),
            shortfall: add(freeze.shortfall, -minorOf(amount)),
          })),
        wallet,
      );
    case 'WalletOpened':
    case 'ChargeCaptured':
    case 'FundingSent':
    case 'InstrumentRefunded':
    case 'InstrumentRefundReturned':
    case 'RefundCredited':
    case 'ReleasedRefundRefused':
    case 'PayoutCreated':
    case 'PayoutSubmitted':
    case 'PayoutSettled':
    case 'PartyVolumeCrossed':
      return wallet;
  }
};

/** One party's money, all currencies: what is pending until when and why, what can be withdrawn, what is frozen. */
export const wallets = defineProjection<WalletEvent, WalletDocument>({
  name: 'wallets',
  version: 1,
  from: [walletStorage.category],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, event, partyId) {
    const wallet = document ?? { partyId, balances: {}, pending: [], freezes: [] };
    // A type that only a newer version knows falls through; its postings count all the same.
    return withPostings(reduceLines(wallet, event) ?? wallet, event.data);
  },
});
