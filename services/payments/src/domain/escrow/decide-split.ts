import { deriveId, minorOf, money, type Money } from '@guildhall/kernel';
import { CLIENT_FEES, escrowFrozen, escrowHeld, inTransit } from '../ledger/accounts.js';
import { clientFeeBack } from '../ledger/fees.js';
import { entry, line } from '../ledger/postings.js';
import type { CompleteSplit, Split } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { inCurrency, lineOf, refusalOf, type OpenTerms } from './escrow.guards.js';
import { deferredOf, heldOf, legOf, type EscrowState, type Line } from './escrow.state.js';

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What the client gets out of released money, taken from the frozen releases in their order. */
const allocate = (of: Line, share: bigint, currency: string): readonly Readonly<{ releaseId: string; gross: Money }>[] => {
  let missing = share;
  return (of.freeze?.released ?? []).flatMap(({ releaseId, gross }) => {
    const take = minimum(missing, gross);
    missing -= take;
    return take > 0n ? [{ releaseId, gross: money(take, currency) }] : [];
  });
};

/**
 * Divides an amount once. A ruling takes what its dispute froze, the client's share out of the hold first; an agreement takes
 * unfrozen money and only where nothing is frozen.
 */
export const decideSplit = (terms: OpenTerms, state: EscrowState, { data }: Split): readonly EscrowEvent[] => {
  const { splitId, milestoneId, payeePartyId, disputeId, at } = data;
  const of = state.lines[milestoneId];
  const refuse = refusalOf(terms, milestoneId, splitId, 'split');
  if (!of) return refuse('exceeds_held');
  const { contractId, currency, clientPartyId, feeRules, securityHoldDays } = terms;
  if (data.toFreelancer.currency !== currency || data.toClient.currency !== currency) return refuse('currency_mismatch');
  if (payeePartyId !== terms.freelancerPartyId) return refuse('payee_unknown');
  const [toFreelancer, toClient] = [minorOf(data.toFreelancer), minorOf(data.toClient)];
  const amount = toFreelancer + toClient;
  const freeze = disputeId !== undefined && of.freeze?.open && of.freeze.disputeId === disputeId ? of.freeze : null;
  if (disputeId === undefined && of.freeze?.open) return refuse('frozen');
  const released = (freeze?.released ?? []).reduce((sum, { gross }) => sum + gross, 0n);
  const heldAvailable = freeze ? freeze.held : disputeId === undefined ? of.held - deferredOf(of) : 0n;
  if (toFreelancer < 0n || toClient < 0n || amount <= 0n || amount > heldAvailable + released) return refuse('exceeds_held');

  const heldPart = minimum(amount, heldAvailable);
  const clientFromHeld = minimum(toClient, heldPart);
  const freelancerFromHeld = heldPart - clientFromHeld;
  const clientFromReleased = toClient - clientFromHeld;
  const heldFee = clientFeeBack(of, clientFromHeld);
  const afterHeld = { ...of, returned: of.returned + clientFromHeld, clientFeeReturned: of.clientFeeReturned + heldFee };
  const releasedFee = clientFeeBack(afterHeld, clientFromReleased);
  const freelancerTransferId = deriveId(splitId, 'freelancer');
  const clientTransferId = deriveId(splitId, 'client');
  const releasedTransferId = deriveId(splitId, 'released');
  const inUnits = inCurrency(terms);
  const from = freeze ? escrowFrozen(contractId, milestoneId) : escrowHeld(contractId, milestoneId);
  const credits = [
    line(inTransit(freelancerTransferId), freelancerFromHeld),
    line(inTransit(clientTransferId), clientFromHeld + heldFee),
  ];
  const sent: EscrowEvent = {
    type: 'SplitSent',
    data: {
      milestoneId,
      splitId,
      freezeId: freeze?.freezeId ?? '',
      clientPartyId,
      payeePartyId,
      fromHeld: {
        toFreelancer: inUnits(freelancerFromHeld),
        toClient: inUnits(clientFromHeld),
        clientFee: inUnits(heldFee),
        freelancerTransferId,
        clientTransferId,
      },
      fromReleased: {
        toClient: inUnits(clientFromReleased),
        clientFee: inUnits(releasedFee),
        transferId: releasedTransferId,
        lines: allocate(of, clientFromReleased, currency),
      },
      toFreelancer: data.toFreelancer,
      toClient: data.toClient,
      milestoneKind: of.milestone.kind,
      feeRules,
      securityHoldDays,
      sentAt: at,
      heldRemaining: inUnits(heldOf(of) - heldPart),
      postings: entry(currency, [line(from, heldPart), line(CLIENT_FEES, heldFee)], credits),
    },
  };
  if (heldPart > 0n || clientFromReleased > 0n) return [sent];
  // All of it stays with the freelancer, who has it already: no leg will come back to close this split.
  const shares = { toFreelancer: data.toFreelancer, toClient: data.toClient, heldPart: inUnits(0n), fee: inUnits(0n) };
  return [sent, completed(terms, of, splitId, shares)];
};

const completed = (
  { contractId, clientPartyId, freelancerPartyId, currency }: OpenTerms,
  of: Line,
  splitId: string,
  shares: Pick<CompleteSplit['data'], 'toFreelancer' | 'toClient' | 'heldPart' | 'fee'>,
): EscrowEvent => {
  const where = { contractId, milestoneId: of.milestone.milestoneId, splitId, clientPartyId, freelancerPartyId };
  return { type: 'SplitCompleted', data: { ...where, ...shares, heldRemaining: money(heldOf(of), currency) } };
};

/** All shares have arrived: told as `MilestoneSplitExecuted`, with no released or refunded beside it. */
export const decideSplitCompleted = (terms: OpenTerms, state: EscrowState, { data }: CompleteSplit): readonly EscrowEvent[] => {
  if (!state.inTransit.includes(legOf.split(data.milestoneId, data.splitId))) return [];
  const { milestoneId, splitId, ...shares } = data;
  return [completed(terms, lineOf(state, milestoneId), splitId, shares)];
};
