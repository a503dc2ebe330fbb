import { minorOf, money } from '@guildhall/kernel';
import { walletAvailable, walletFrozen, walletPending } from '../ledger/accounts.js';
import { feeOfMove, isExpense } from '../ledger/fees.js';
import { entry, line } from '../ledger/postings.js';
import { unfreezePart } from './decide-reversal.js';
import type { FreezeReleased, WalletCommand } from './wallet.commands.js';
import type { WalletEvent } from './wallet.events.js';
import { balancesOf, lifetimeOf, pendingOf, type WalletState } from './wallet.state.js';

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Stops the net of what was released: the release's pending lines first, then `:available`; a shortfall is told, not refused. */
export const decideFreezeReleased = (state: WalletState, { data }: FreezeReleased): readonly WalletEvent[] => {
  const { freezeId, contractId, milestoneId, clientPartyId, feeRules, milestoneKind, currency, at } = data;
  if (state.freezes[freezeId]) return [];
  const { partyId } = state;
  let lifetime = lifetimeOf(state, clientPartyId, currency);
  let available = balancesOf(state, currency).available;
  let found = 0n;
  let shortfall = 0n;
  const freezePart = (releaseId: string, part: string, minor: bigint, source: 'pending' | 'available'): WalletEvent => {
    found += minor;
    const home = source === 'pending' ? walletPending(partyId) : walletAvailable(partyId);
    const postings = entry(currency, [line(home, minor)], [line(walletFrozen(partyId), minor)]);
    return {
      type: 'AmountFrozen',
      data: { partyId, releaseId, part, freezeId, amount: money(minor, currency), source, frozenAt: at, postings },
    };
  };
  const frozen = data.lines.flatMap(({ releaseId, gross }): WalletEvent[] => {
    const fee = isExpense(milestoneKind) ? 0n : -feeOfMove(feeRules, lifetime, -minorOf(gross));
    lifetime -= isExpense(milestoneKind) ? 0n : minorOf(gross);
    let missing = minorOf(gross) - fee;
    const fromPending = pendingOf(state, releaseId).flatMap(({ part, amount }) => {
      const take = minimum(missing, amount);
      missing -= take;
      return take > 0n ? [freezePart(releaseId, part, take, 'pending')] : [];
    });
    const take = minimum(missing, available);
    available -= take;
    shortfall += missing - take;
    return take > 0n ? [...fromPending, freezePart(releaseId, '', take, 'available')] : fromPending;
  });
  const answer = {
    freezeId,
    contractId,
    milestoneId,
    walletFrozenNet: money(found, currency),
    shortfallNet: money(shortfall, currency),
  };
  return [...frozen, { type: 'FreezeAnswered', data: answer }];
};

/** The end of a freeze: every part goes back where it came from, and what it lacked is no longer looked for. */
export const decideUnfreezeReleased = (
  state: WalletState,
  { data }: Extract<WalletCommand, { type: 'UnfreezeReleased' }>,
): readonly WalletEvent[] => {
  const freeze = state.freezes[data.freezeId];
  if (!freeze?.open) return [];
  const parts = freeze.parts.map((part) => unfreezePart(state.partyId, data.freezeId, part, freeze.currency, data.at));
  return [...parts, { type: 'FreezeLifted', data: { freezeId: data.freezeId, liftedAt: data.at } }];
};
