import type { Money } from '@guildhall/kernel';

/** Balances of one currency in minor units; none is ever below zero. `pending` is the sum of the pending lines. */
export type Balances = Readonly<{ funding: bigint; available: bigint; frozen: bigint; owed: bigint }>;

/** Credited money inside its security hold. */
export type PendingLine = Readonly<{ releaseId: string; part: string; amount: bigint; currency: string }>;

/** What a freeze took, and where from: it goes back there. */
export type FrozenPart = Readonly<{ releaseId: string; part: string; amount: bigint; source: 'pending' | 'available' }>;
export type WalletFreeze = Readonly<{
  freezeId: string;
  currency: string;
  parts: readonly FrozenPart[];
  shortfall: bigint;
  open: boolean;
}>;

export type Payout = Readonly<{ amount: Money; method: string; status: 'created' | 'in_transit' | 'paid' | 'failed' }>;

export type WalletState = Readonly<{
  partyId: string;
  balances: Readonly<Record<string, Balances>>;
  pending: readonly PendingLine[];
  /** Gross of a relationship so far, by `<clientPartyId>|<currency>`; refunds lower it. */
  lifetimes: Readonly<Record<string, bigint>>;
  freezes: Readonly<Record<string, WalletFreeze>>;
  payouts: Readonly<Record<string, Payout>>;
  /** Transfers booked or refused here: one id, one answer, for ever. */
  transfers: readonly string[];
  charges: readonly string[];
  fundings: readonly string[];
  refundsToInstrument: Readonly<Record<string, Readonly<{ amount: Money; provider: string; returned: 'no' | 'yes' }>>>;
  /** Lifetime volume by direction and currency, and the thresholds already told. */
  volumes: Readonly<Record<string, bigint>>;
  crossed: readonly string[];
}>;

export const noWallet: WalletState = {
  partyId: '',
  balances: {},
  pending: [],
  lifetimes: {},
  freezes: {},
  payouts: {},
  transfers: [],
  charges: [],
  fundings: [],
  refundsToInstrument: {},
  volumes: {},
  crossed: [],
};

const NOTHING: Balances = { funding: 0n, available: 0n, frozen: 0n, owed: 0n };

export const balancesOf = (state: WalletState, currency: string): Balances => state.balances[currency] ?? NOTHING;

/** Adds to balances of one currency; a result below zero is a programming error (I2). */
export const move = (state: WalletState, currency: string, change: Partial<Balances>): WalletState => {
  const now = balancesOf(state, currency);
  const next: Balances = {
    funding: now.funding + (change.funding ?? 0n),
    available: now.available + (change.available ?? 0n),
    frozen: now.frozen + (change.frozen ?? 0n),
    owed: now.owed + (change.owed ?? 0n),
  };
  if (Object.values(next).some((value) => value < 0n))
    throw new Error(`A balance of ${state.partyId} in ${currency} fell below zero`);
  return { ...state, balances: { ...state.balances, [currency]: next } };
};

export const relationship = (clientPartyId: string, currency: string): string => `${clientPartyId}|${currency}`;
export const lifetimeOf = (state: WalletState, clientPartyId: string, currency: string): bigint =>
  state.lifetimes[relationship(clientPartyId, currency)] ?? 0n;

export const addLifetime = (state: WalletState, clientPartyId: string, currency: string, gross: bigint): WalletState => ({
  ...state,
  lifetimes: { ...state.lifetimes, [relationship(clientPartyId, currency)]: lifetimeOf(state, clientPartyId, currency) + gross },
});

/** Adds to (or takes from) a pending line; an emptied line disappears. */
export const changePending = (
  state: WalletState,
  releaseId: string,
  part: string,
  change: bigint,
  currency: string,
): WalletState => {
  const same = (line: PendingLine): boolean => line.releaseId === releaseId && line.part === part;
  const now = state.pending.find(same)?.amount ?? 0n;
  const amount = now + change;
  if (amount < 0n) throw new Error(`Pending line ${releaseId}/${part} of ${state.partyId} fell below zero`);
  const others = state.pending.filter((line) => !same(line));
  return { ...state, pending: amount === 0n ? others : [...others, { releaseId, part, amount, currency }] };
};

export const pendingOf = (state: WalletState, releaseId: string): readonly PendingLine[] =>
  state.pending.filter((line) => line.releaseId === releaseId);
