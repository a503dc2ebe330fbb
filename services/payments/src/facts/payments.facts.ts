import {
  disputedAmountFrozenV1,
  escrowClosedV1,
  feePolicyPublishedV1,
  fundingFailedV1,
  instructionRefusedV1,
  milestoneFundedV1,
  milestoneRefundedV1,
  milestoneReleasedV1,
  milestoneSplitExecutedV1,
  partyVolumeCrossedV1,
  payerValidatedV1,
  payoutDestinationChangedV1,
  payoutFailedV1,
  payoutPaidV1,
  releaseDeferredV1,
} from '@guildhall/event-catalogue';
import { zero } from '@guildhall/kernel';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { escrowStorage, type EscrowEvent } from '../domain/escrow/escrow.events.js';
import { feePolicyStorage, type FeePolicyEvent } from '../domain/fee-policy/fee-policy.decider.js';
import { fundingStorage, type FundingEvent } from '../domain/funding/funding.events.js';
import { methodStorage, type MethodEvent } from '../domain/method/method.events.js';
import { walletStorage, type WalletEvent } from '../domain/wallet/wallet.events.js';

const ofEscrow = factsFrom<EscrowEvent>(escrowStorage);
const ofWallet = factsFrom<WalletEvent>(walletStorage);
const ofFunding = factsFrom<FundingEvent>(fundingStorage);
const ofMethod = factsFrom<MethodEvent>(methodStorage);
const ofFeePolicy = factsFrom<FeePolicyEvent>(feePolicyStorage);

const milestoneFunded = ofEscrow('HoldPlaced', milestoneFundedV1, ({ data, revision }) => {
  const { contractId, milestoneId, fundingId, holdId, amount, heldRemaining, providerDeadline } = data;
  const hold = { contractId, milestoneId, fundingId, holdId, amount, benefits: zero(amount.currency) };
  return { ...hold, heldRemaining, escrowRevision: revision.toString(), providerDeadline };
});

const milestoneReleased = ofEscrow('ReleaseCompleted', milestoneReleasedV1, ({ data, revision }) => {
  const { part: _part, completedAt: _completedAt, ...release } = data;
  const nothing = zero(data.gross.currency);
  const later = { taxWithheld: nothing, vat: nothing, benefits: nothing };
  return { ...release, ...later, source: 'hold' as const, escrowRevision: revision.toString() };
});

const milestoneRefunded = ofEscrow('RefundCompleted', milestoneRefundedV1, ({ data, revision }) => ({
  ...data,
  taxReturned: zero(data.amount.currency),
  escrowRevision: revision.toString(),
}));

const milestoneSplit = ofEscrow('SplitCompleted', milestoneSplitExecutedV1, ({ data, revision }) => ({
  ...data,
  escrowRevision: revision.toString(),
}));

const releaseDeferred = ofEscrow('ReleaseDeferred', releaseDeferredV1, ({ data, revision }) => {
  const { payeePartyId: _payeePartyId, ...deferral } = data;
  return { ...deferral, escrowRevision: revision.toString() };
});

/** A funding may name several milestones, so its refusal names none. */
const instructionRefused = ofEscrow('InstructionRefused', instructionRefusedV1, ({ data, revision }) => {
  const { milestoneId, ...refusal } = data;
  const where = data.kind === 'funding' ? {} : { milestoneId };
  return { ...refusal, ...where, escrowRevision: revision.toString() };
});

/** Everything that payments tells; each from exactly one event (payments.md, Told from). */
export const paymentFacts: readonly FactMapping[] = [
  milestoneFunded,
  milestoneReleased,
  milestoneRefunded,
  milestoneSplit,
  releaseDeferred,
  instructionRefused,
  ofEscrow('FreezeCompleted', disputedAmountFrozenV1, ({ data }) => data),
  ofEscrow('EscrowSettled', escrowClosedV1, ({ data }) => data),
  ofFunding('FundingRefused', fundingFailedV1, ({ data: { milestoneIds, ...failure } }) => ({
    ...failure,
    milestoneIds: [...milestoneIds],
  })),
  ofWallet('PartyVolumeCrossed', partyVolumeCrossedV1, ({ data }) => data),
  ofWallet('PayoutSettled', payoutPaidV1, ({ data: { payoutId, partyId, amount, method } }) => ({
    payoutId,
    partyId,
    amount,
    method,
  })),
  ofWallet('PayoutReturned', payoutFailedV1, ({ data: { payoutId, partyId, amount, method, reasonCode } }) => ({
    payoutId,
    partyId,
    amount,
    method,
    reasonCode,
  })),
  ofMethod('InstrumentValidated', payerValidatedV1, ({ data: { partyId, instrumentId, method, country, checkKind } }) => ({
    partyId,
    instrumentId,
    method,
    country,
    checkKind,
  })),
  ofMethod(
    'PayoutDestinationChanged',
    payoutDestinationChangedV1,
    ({ data: { partyId, destinationId, method, country, usableFrom } }) => ({
      partyId,
      destinationId,
      method,
      country,
      usableFrom,
    }),
  ),
  ofFeePolicy('FeePolicyPublished', feePolicyPublishedV1, ({ data: { policyVersion, effectiveFrom, rules, policyHash } }) => ({
    policyVersion,
    effectiveFrom,
    rules,
    policyHash,
  })),
];
