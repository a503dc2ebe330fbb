import { deriveId, minorOf, money } from '@guildhall/kernel';
import { escrowHeld, inTransit } from '../ledger/accounts.js';
import { entry, line } from '../ledger/postings.js';
import type { CompleteRelease, Release } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { inCurrency, lineOf, refusalOf, type OpenTerms } from './escrow.guards.js';
import { deferredOf, heldOf, legOf, type EscrowState, type Line } from './escrow.state.js';

type Payment = Readonly<{
  releaseId: string;
  milestoneId: string;
  part: number;
  amount: bigint;
  payeePartyId: string;
  at: string;
}>;

const sendRelease = (
  terms: OpenTerms,
  state: Line,
  { releaseId, milestoneId, part, amount, payeePartyId, at }: Payment,
): EscrowEvent => {
  const transferId = deriveId(releaseId, String(part));
  const inUnits = inCurrency(terms);
  return {
    type: 'ReleaseSent',
    data: {
      milestoneId,
      releaseId,
      part,
      transferId,
      payeePartyId,
      amount: inUnits(amount),
      clientPartyId: terms.clientPartyId,
      milestoneKind: state.milestone.kind,
      feeRules: terms.feeRules,
      securityHoldDays: terms.securityHoldDays,
      sentAt: at,
      heldRemaining: inUnits(heldOf(state) - amount),
      postings: entry(
        terms.currency,
        [line(escrowHeld(terms.contractId, milestoneId), amount)],
        [line(inTransit(transferId), amount)],
      ),
    },
  };
};

/** Pays the unfrozen part at once; what meets a freeze stays owed to the release. */
export const decideRelease = (terms: OpenTerms, state: EscrowState, { data }: Release): readonly EscrowEvent[] => {
  const { releaseId, milestoneId, payeePartyId } = data;
  const of = state.lines[milestoneId];
  const refuse = refusalOf(terms, milestoneId, releaseId, 'release');
  if (!of) return refuse('exceeds_held');
  if (data.amount.currency !== terms.currency) return refuse('currency_mismatch');
  if (payeePartyId !== terms.freelancerPartyId) return refuse('payee_unknown');
  const asked = minorOf(data.amount);
  if (asked <= 0n || asked > heldOf(of) - deferredOf(of)) return refuse('exceeds_held');
  const now = asked < of.held ? asked : of.held;
  const inUnits = inCurrency(terms);
  const paid =
    now > 0n ? [sendRelease(terms, of, { releaseId, milestoneId, part: 1, amount: now, payeePartyId, at: data.at })] : [];
  if (now === asked) return paid;
  const { contractId } = terms;
  const deferral = {
    contractId,
    milestoneId,
    releaseId,
    payeePartyId,
    released: inUnits(now),
    deferred: inUnits(asked - now),
    reasonCode: 'frozen' as const,
  };
  return [...paid, { type: 'ReleaseDeferred', data: deferral }];
};

/** The releases that waited for the end of a freeze, as far as the money goes; `free` is what is unfrozen by then. */
export const resumeDeferred = (terms: OpenTerms, of: Line, free: bigint, at: string): readonly EscrowEvent[] => {
  let after: Line = { ...of, held: free, frozen: heldOf(of) - free };
  return of.deferrals.flatMap(({ releaseId, payeePartyId, amount, parts }): EscrowEvent[] => {
    const now = amount < after.held ? amount : after.held;
    if (now === 0n) return [];
    const event = sendRelease(terms, after, {
      releaseId,
      milestoneId: of.milestone.milestoneId,
      part: parts + 1,
      amount: now,
      payeePartyId,
      at,
    });
    after = { ...after, held: after.held - now };
    return [event];
  });
};

/** The wallet has booked: told as `MilestoneReleased`. */
export const decideReleaseCompleted = (
  terms: OpenTerms,
  state: EscrowState,
  { data }: CompleteRelease,
): readonly EscrowEvent[] => {
  if (!state.inTransit.includes(legOf.release(data.milestoneId, data.releaseId, data.part))) return [];
  const { contractId, clientPartyId, currency } = terms;
  const { at, ...booked } = data;
  const heldRemaining = money(heldOf(lineOf(state, data.milestoneId)), currency);
  return [{ type: 'ReleaseCompleted', data: { ...booked, contractId, clientPartyId, heldRemaining, completedAt: at } }];
};
