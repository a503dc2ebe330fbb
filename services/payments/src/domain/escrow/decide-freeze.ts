import { addDays, isBefore, minorOf, money } from '@guildhall/kernel';
import { escrowFrozen, escrowHeld } from '../ledger/accounts.js';
import { entry, line } from '../ledger/postings.js';
import policy from '../policies/payments-v1.json' with { type: 'json' };
import type { CompleteFreeze, EndFreeze, Freeze } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { resumeDeferred } from './decide-release.js';
import { inCurrency, lineOf, type OpenTerms } from './escrow.guards.js';
import { legOf, type EscrowState, type Line } from './escrow.state.js';

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

/** Stops at most held + recently released; what is found is told, a shortfall is not an error. */
export const decideFreeze = (terms: OpenTerms, state: EscrowState, { data }: Freeze): readonly EscrowEvent[] => {
  const { freezeId, disputeId, milestoneId, amount: asked, at } = data;
  const of = lineOf(state, milestoneId);
  const { contractId, clientPartyId, freelancerPartyId, feeRules, currency } = terms;
  const inUnits = inCurrency(terms);
  // Another currency finds nothing: no arithmetic across currencies (I9), and the dispute closes as nothing disputable.
  const wanted = asked.currency === currency ? minorOf(asked) : 0n;
  const fromHeld = of.freeze?.open ? 0n : minimum(wanted, of.held);
  const released = of.freeze?.open ? [] : recentReleases(of, wanted - fromHeld, at, currency);
  const parties = { clientPartyId, freelancerPartyId, feeRules, milestoneKind: of.milestone.kind };
  const started: EscrowEvent = {
    type: 'FreezeStarted',
    data: { freezeId, disputeId, milestoneId, asked, fromHeld: inUnits(fromHeld), released, startedAt: at, ...parties },
  };
  const postings = entry(
    currency,
    [line(escrowHeld(contractId, milestoneId), fromHeld)],
    [line(escrowFrozen(contractId, milestoneId), fromHeld)],
  );
  const frozen: readonly EscrowEvent[] =
    fromHeld > 0n ? [{ type: 'AmountFrozen', data: { freezeId, milestoneId, amount: inUnits(fromHeld), postings } }] : [];
  if (released.length > 0) return [started, ...frozen];
  const found = {
    amount: inUnits(fromHeld),
    heldFrozen: inUnits(fromHeld),
    walletFrozenNet: inUnits(0n),
    shortfallNet: inUnits(0n),
  };
  return [started, ...frozen, { type: 'FreezeCompleted', data: { disputeId, contractId, milestoneId, freezeId, ...found } }];
};

/** The wallet has answered: told as `DisputedAmountFrozen`. */
export const decideFreezeCompleted = (terms: OpenTerms, state: EscrowState, { data }: CompleteFreeze): readonly EscrowEvent[] => {
  const { freezeId, milestoneId, walletFrozenNet, shortfallNet } = data;
  const { freeze } = lineOf(state, milestoneId);
  if (!freeze || !state.inTransit.includes(legOf.freeze(freezeId))) return [];
  const inUnits = inCurrency(terms);
  const releasedGross = freeze.released.reduce((sum, { gross }) => sum + gross, 0n);
  const found = { amount: inUnits(freeze.held + releasedGross), heldFrozen: inUnits(freeze.held), walletFrozenNet, shortfallNet };
  return [
    {
      type: 'FreezeCompleted',
      data: { disputeId: freeze.disputeId, contractId: terms.contractId, milestoneId, freezeId, ...found },
    },
  ];
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
  const postings = entry(
    currency,
    [line(escrowFrozen(contractId, milestoneId), held)],
    [line(escrowHeld(contractId, milestoneId), held)],
  );
  const unfrozen: readonly EscrowEvent[] =
    held > 0n ? [{ type: 'AmountUnfrozen', data: { freezeId, milestoneId, amount: inUnits(held), postings } }] : [];
  const parts = released.map(({ releaseId, gross }) => ({ releaseId, gross: inUnits(gross) }));
  const ended: EscrowEvent = {
    type: 'FreezeEnded',
    data: { freezeId, disputeId, milestoneId, freelancerPartyId, released: parts, endedAt: at },
  };
  return [...unfrozen, ended, ...resumeDeferred(terms, of, of.held + held, at)];
};
