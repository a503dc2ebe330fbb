import { deriveId, minorOf, money } from '@guildhall/kernel';
import { escrowHeld, inTransit } from '../ledger/accounts.js';
import { clientFee } from '../ledger/fees.js';
import { entry, line } from '../ledger/postings.js';
import { isRetired } from '../policies/ledger-days.js';
import { sendRefund } from './decide-refund.js';
import type { AcceptFunding, PlaceHold } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { evolveEscrow } from './escrow.evolve.js';
import { inCurrency, lineOf, refusalOf, type OpenTerms } from './escrow.guards.js';
import { heldOf, type EscrowState } from './escrow.state.js';

/** Money is asked for only while the contract goes on, in its currency and for its milestones. */
export const decideFunding = (terms: OpenTerms, state: EscrowState, { data }: AcceptFunding): readonly EscrowEvent[] => {
  const { fundingId, quoteId, payBy, at } = data;
  const refuse = refusalOf(terms, data.lines[0]?.milestoneId ?? '', fundingId, 'funding');
  if (state.completing) return refuse('contract_completing');
  if (data.lines.some(({ amount }) => amount.currency !== terms.currency)) return refuse('currency_mismatch');
  // A currency without tiers cannot be contracted; one past its last ledger day takes no new money.
  if (terms.feeRules.tiers.length === 0 || isRetired(terms.currency, at)) return refuse('currency_mismatch');
  // One hold a milestone and funding: a second line of the same one would share its id.
  const named = new Set(data.lines.map(({ milestoneId }) => milestoneId));
  const misfit = data.lines.some(({ milestoneId, amount }) => !state.lines[milestoneId] || minorOf(amount) <= 0n);
  if (data.lines.length === 0 || named.size < data.lines.length || misfit) return refuse('exceeds_held');
  const inUnits = inCurrency(terms);
  const lines = data.lines.map(({ milestoneId, amount }) => ({
    milestoneId,
    amount,
    holdId: deriveId(fundingId, milestoneId),
    transferId: deriveId(fundingId, milestoneId, 'transfer'),
    clientFee: inUnits(clientFee(terms.feeRules, lineOf(state, milestoneId).milestone.kind, minorOf(amount))),
  }));
  const { contractId, clientPartyId } = terms;
  return [{ type: 'FundingAccepted', data: { fundingId, contractId, clientPartyId, quoteId, payBy, lines, acceptedAt: at } }];
};

/**
 * The credited side of funding: never refused; the funding stream decided. Money that arrives when the contract is already
 * completing goes back in the same append.
 */
export const decideHold = (terms: OpenTerms, state: EscrowState, { data }: PlaceHold): readonly EscrowEvent[] => {
  const { contractId, currency } = terms;
  const amount = minorOf(data.amount);
  const held = heldOf(lineOf(state, data.milestoneId)) + amount;
  const postings = entry(
    currency,
    [line(inTransit(data.transferId), amount)],
    [line(escrowHeld(contractId, data.milestoneId), amount)],
  );
  const placed: EscrowEvent = {
    type: 'HoldPlaced',
    data: { ...data, contractId, heldRemaining: money(held, currency), postings },
  };
  if (!state.completing) return [placed];
  const after = lineOf(evolveEscrow(state, placed), data.milestoneId);
  return [placed, sendRefund(terms, after, deriveId(data.holdId, 'late'), amount)];
};
