import { addDays, deriveId, isBefore, minorOf, money } from '@guildhall/kernel';
import { CLIENT_FEES, escrowHeld, inTransit } from '../ledger/accounts.js';
import { clientFeeBack } from '../ledger/fees.js';
import { entry, line } from '../ledger/postings.js';
import policy from '../policies/payments-v1.json' with { type: 'json' };
import type { CompleteRefund, Refund, RefundAll } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { inCurrency, lineOf, refusalOf, type OpenTerms } from './escrow.guards.js';
import { deferredOf, heldOf, legOf, type EscrowState, type Line } from './escrow.state.js';

/** Sends a part of a hold back with its share of the client fee. */
export const sendRefund = (terms: OpenTerms, of: Line, refundId: string, amount: bigint): EscrowEvent => {
  const { milestoneId } = of.milestone;
  const fee = clientFeeBack(of, amount);
  const transferId = deriveId(refundId, milestoneId);
  const inUnits = inCurrency(terms);
  const debits = [line(escrowHeld(terms.contractId, milestoneId), amount), line(CLIENT_FEES, fee)];
  return {
    type: 'RefundSent',
    data: {
      milestoneId,
      refundId,
      transferId,
      clientPartyId: terms.clientPartyId,
      amount: inUnits(amount),
      clientFee: inUnits(fee),
      heldRemaining: inUnits(heldOf(of) - amount),
      postings: entry(terms.currency, debits, [line(inTransit(transferId), amount + fee)]),
    },
  };
};

const refundOfReleased = (terms: OpenTerms, of: Line, { data }: Refund): readonly EscrowEvent[] => {
  const { refundId, milestoneId, at } = data;
  const refuse = refusalOf(terms, milestoneId, refundId, 'refund');
  const asked = minorOf(data.amount);
  const frozenOf = (releaseId: string): bigint =>
    (of.freeze?.released ?? []).filter((part) => part.releaseId === releaseId).reduce((sum, { gross }) => sum + gross, 0n);
  const inWindow = of.releases.filter(({ completedAt }) => !isBefore(addDays(completedAt, policy.refundWindowDays), at));
  const left = (releases: Line['releases']): bigint => releases.reduce((sum, { gross, reversed }) => sum + gross - reversed, 0n);
  if (asked > left(of.releases)) return refuse('reversal_exceeds');
  if (asked > left(inWindow)) return refuse('refund_window_closed');
  // The youngest release first: its money is the likeliest to be pending still.
  let missing = asked;
  const lines = [...inWindow].reverse().flatMap(({ releaseId, gross, reversed }) => {
    const free = gross - reversed - frozenOf(releaseId);
    const take = missing < free ? missing : free;
    missing -= take;
    return take > 0n ? [{ releaseId, gross: money(take, terms.currency) }] : [];
  });
  if (missing > 0n) return refuse('frozen');
  const { clientPartyId, freelancerPartyId, feeRules } = terms;
  const clientFee = money(clientFeeBack(of, asked), terms.currency);
  const parties = { clientPartyId, freelancerPartyId, feeRules, milestoneKind: of.milestone.kind };
  return [
    {
      type: 'ReleasedRefundStarted',
      data: {
        milestoneId,
        refundId,
        transferId: deriveId(refundId, milestoneId),
        amount: data.amount,
        clientFee,
        lines,
        ...parties,
      },
    },
  ];
};

/** Gives money back: from the hold at once, from released money by the freelancer's wallet. */
export const decideRefund = (terms: OpenTerms, state: EscrowState, command: Refund): readonly EscrowEvent[] => {
  const { refundId, milestoneId, amount, source } = command.data;
  const refuse = refusalOf(terms, milestoneId, refundId, 'refund');
  const of = state.lines[milestoneId];
  if (!of) return refuse('exceeds_held');
  if (amount.currency !== terms.currency) return refuse('currency_mismatch');
  const asked = minorOf(amount);
  if (asked <= 0n) return refuse('exceeds_held');
  if (source === 'released') return refundOfReleased(terms, of, command);
  if (asked > heldOf(of) - deferredOf(of)) return refuse('exceeds_held');
  if (asked > of.held) return refuse('frozen');
  return [sendRefund(terms, of, refundId, asked)];
};

/** A contract that was declined: all that is held goes back, with the whole client fee. */
export const decideRefundAll = (
  terms: OpenTerms,
  state: EscrowState,
  { data: { refundId } }: RefundAll,
): readonly EscrowEvent[] =>
  Object.values(state.lines).flatMap((of) => (of.held > 0n ? [sendRefund(terms, of, refundId, of.held)] : []));

/** Both sides have booked and the credit note has its number: told as `MilestoneRefunded`. */
export const decideRefundCompleted = (terms: OpenTerms, state: EscrowState, { data }: CompleteRefund): readonly EscrowEvent[] => {
  if (!state.inTransit.includes(legOf.refund(data.milestoneId, data.refundId))) return [];
  const { contractId, clientPartyId, freelancerPartyId, currency } = terms;
  const heldRemaining = money(heldOf(lineOf(state, data.milestoneId)), currency);
  return [{ type: 'RefundCompleted', data: { ...data, contractId, clientPartyId, freelancerPartyId, heldRemaining } }];
};
