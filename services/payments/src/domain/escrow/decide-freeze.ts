import { addDays, isBefore, minorOf, money } from '@guildhall/kernel';
import { escrowFrozen, escrowHeld } from '../ledger/accounts.js';
import { entry, line } from '../ledger/postings.js';
import policy from '../policies/payments-v1.json' with { type: 'json' };
import type { CompleteFreeze, EndFreeze, Freeze } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { resumeDeferred } from './decide-release.js';
import { inCurrency, type OpenTerms } from './escrow.guards.js';
import { isOnItsWay, legOf, type EscrowState, type Freeze as OpenFreeze, type Line } from './escrow.state.js';

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Released in the lookback and not reversed since, the youngest first. */
const recentReleases = (of: Line, wanted: bigint, at: string, currency: string) => {
  let missing = wanted;
  const recent = of.releases.filter(({ completedAt }) => !isBefore(addDays(completedAt, policy.disputeLookbackDays), at));
  return [...recent].reverse().flatMap(({ releaseId, gross, reversed }) => {
    const take = minimum(missing, gross - reversed);
    missing -= take;
    return take > 0n ? [{ releaseId, gross: money(take, currency) }] : [];
  });
};

const completed = (
  { contractId, currency }: OpenTerms,
  milestoneId: string,
  { freezeId, disputeId, held, released }: Pick<OpenFreeze, 'freezeId' | 'disputeId' | 'held' | 'released'>,
  net: Readonly<{ found: bigint; shortfall: bigint }>,
): EscrowEvent => {
  const amount = money(held + released.reduce((sum, { gross }) => sum + gross, 0n), currency);
  const parts = { heldFrozen: money(held, currency), walletFrozenNet: money(net.found, currency) };
  const shortfallNet = money(net.shortfall, currency);
  return { type: 'FreezeCompleted', data: { disputeId, contractId, milestoneId, freezeId, amount, ...parts, shortfallNet } };
};

/** Stops at most held + recently released; what is found is told, a shortfall is not an error. */
export const decideFreeze = (terms: OpenTerms, state: EscrowState, { data }: Freeze): readonly EscrowEvent[] => {
  const { freezeId, disputeId, milestoneId, amount: asked, at } = data;
  const { contractId, currency } = terms;
  const of = state.lines[milestoneId];
  const inUnits = inCurrency(terms);
  // An unknown milestone, another currency (I9) or one already frozen finds nothing: the dispute hears so and is about nothing.
  const wanted = of && !of.freeze?.open && asked.currency === currency ? minorOf(asked) : 0n;
  const fromHeld = minimum(wanted, of?.held ?? 0n);
  const sought = wanted - fromHeld;
  const started: EscrowEvent = {
    type: 'FreezeStarted',
    data: { freezeId, disputeId, milestoneId, asked, fromHeld: inUnits(fromHeld), sought: inUnits(sought), startedAt: at },
  };
  const debit = line(escrowHeld(contractId, milestoneId), fromHeld);
  const postings = entry(currency, [debit], [line(escrowFrozen(contractId, milestoneId), fromHeld)]);
  const frozen: readonly EscrowEvent[] =
    fromHeld > 0n ? [{ type: 'AmountFrozen', data: { freezeId, milestoneId, amount: inUnits(fromHeld), postings } }] : [];
  if (sought > 0n) return [started, ...frozen];
  const found = { freezeId, disputeId, held: fromHeld, released: [] };
  return [started, ...frozen, completed(terms, milestoneId, found, { found: 0n, shortfall: 0n })];
};

/**
 * The released part of freezes. A release in transit is waited for: its money is neither held nor in the wallet yet, and a freeze
 * that overtook it would find nothing.
 */
export const continueFreezes = (terms: OpenTerms, state: EscrowState): readonly EscrowEvent[] =>
  Object.values(state.lines).flatMap((of): readonly EscrowEvent[] => {
    const { milestoneId, kind } = of.milestone;
    const freeze = of.freeze;
    if (!freeze?.open || freeze.sought === null || !state.inTransit.includes(legOf.freeze(milestoneId, freeze.freezeId)))
      return [];
    if (isOnItsWay(state, milestoneId, 'release', 'split')) return [];
    const { freezeId, startedAt } = freeze;
    const released = recentReleases(of, freeze.sought, startedAt, terms.currency);
    if (released.length === 0) return [completed(terms, milestoneId, freeze, { found: 0n, shortfall: 0n })];
    const { clientPartyId, freelancerPartyId, feeRules } = terms;
    const parties = { clientPartyId, freelancerPartyId, feeRules, milestoneKind: kind };
    return [{ type: 'ReleasedFreezeStarted', data: { freezeId, milestoneId, released, ...parties, startedAt } }];
  });

/** The wallet has answered: told as `DisputedAmountFrozen`. */
export const decideFreezeCompleted = (terms: OpenTerms, state: EscrowState, { data }: CompleteFreeze): readonly EscrowEvent[] => {
  const { freezeId, milestoneId, walletFrozenNet, shortfallNet } = data;
  const freeze = state.lines[milestoneId]?.freeze;
  if (freeze?.freezeId !== freezeId || !state.inTransit.includes(legOf.freeze(milestoneId, freezeId))) return [];
  return [completed(terms, milestoneId, freeze, { found: minorOf(walletFrozenNet), shortfall: minorOf(shortfallNet) })];
};

/** Frees what is left of a dispute's freeze, then pays the releases that waited for it. */
export const decideFreezeEnded = (
  terms: OpenTerms,
  state: EscrowState,
  { data: { disputeId, at } }: EndFreeze,
): readonly EscrowEvent[] => {
  const of = Object.values(state.lines).find(({ freeze }) => freeze?.open && freeze.disputeId === disputeId);
  if (!of?.freeze) return [];
  const { freezeId, held, released } = of.freeze;
  const { milestoneId } = of.milestone;
  const { contractId, currency, freelancerPartyId } = terms;
  const inUnits = inCurrency(terms);
  const debit = line(escrowFrozen(contractId, milestoneId), held);
  const postings = entry(currency, [debit], [line(escrowHeld(contractId, milestoneId), held)]);
  const unfrozen: readonly EscrowEvent[] =
    held > 0n ? [{ type: 'AmountUnfrozen', data: { freezeId, milestoneId, amount: inUnits(held), postings } }] : [];
  const parts = released.map(({ releaseId, gross }) => ({ releaseId, gross: inUnits(gross) }));
  const ended: EscrowEvent = {
    type: 'FreezeEnded',
    data: { freezeId, disputeId, milestoneId, freelancerPartyId, released: parts, endedAt: at },
  };
  return [...unfrozen, ended, ...resumeDeferred(terms, of, of.held + held, at)];
};
