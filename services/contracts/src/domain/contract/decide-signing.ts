import { deriveId, endOfDayUtc, isBefore, type Instant, type Money } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import { boundPolicy } from '../policies/policies.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent, PlannedLine } from './contract.events.js';
import { milestoneOf, openFunding, type Contract } from './contract.state.js';
import {
  illegal,
  illegalMilestone,
  refuseSuspended,
  requireCapability,
  requireMilestoneStatus,
  requireStatus,
} from './guards.js';
import type { Terms } from './terms.js';

export const milestoneIdOf = (contractId: string, index: number): string => deriveId(contractId, 'milestone', String(index));
export const fundingIdOf = (contractId: string, number: number): string => deriveId(contractId, 'funding', String(number));

type Line = Readonly<{ milestoneId: string; amount: Money }>;
const fundingRequested = (terms: Terms, number: number, lines: readonly Line[], payBy: Instant): ContractEvent => ({
  type: 'FundingRequested',
  data: {
    fundingId: fundingIdOf(terms.contractId, number),
    clientPartyId: terms.clientPartyId,
    lines,
    quoteId: terms.quoteId,
    payBy,
  },
});

/** What follows from the second signature, in one append: the contract is signed, its milestones planned, the first money asked for. */
export const signedEvents = (terms: Terms, termsHash: string, at: Instant, payBy: Instant): readonly ContractEvent[] => {
  const { contractId, clientPartyId, freelancerPartyId, origin, roleId, pricingModel, currency, termsVersion, policyRefs } =
    terms;
  const planned: readonly PlannedLine[] = terms.milestones.map(({ kind, amount, dueInDays }, index) => ({
    milestoneId: milestoneIdOf(contractId, index),
    kind,
    amount,
    dueAt: endOfDayUtc(at, dueInDays),
  }));
  const lines = planned.map(({ milestoneId, amount }) => ({ milestoneId, amount }));
  return [
    {
      type: 'ContractSigned',
      data: {
        clientPartyId,
        freelancerPartyId,
        origin,
        roleId,
        pricingModel,
        currency,
        termsVersion,
        termsHash,
        policyRefs,
        milestones: planned,
        benefitsPercent: 0,
        signedAt: at,
      },
    },
    ...planned.map((line, index): ContractEvent => ({
      type: 'MilestonePlanned',
      data: { ...line, index, criteriaIds: terms.milestones[index]?.criteriaIds ?? [] },
    })),
    fundingRequested(terms, 1, terms.funding === 'all' ? lines : lines.slice(0, 1), payBy),
  ];
};

export const decideSign = (command: CommandData<'SignContract'>, contract: Contract): readonly ContractEvent[] => {
  const { side, partyId, termsHash, standing, at } = command;
  if (contract.endReason === 'offer_expired') throw fail('CONTRACTS.OFFER_EXPIRED', 'The offer has expired');
  requireStatus(contract, ['offered'], 'sign');
  if (contract.expiresAt !== null && !isBefore(at, contract.expiresAt))
    throw fail('CONTRACTS.OFFER_EXPIRED', 'The offer has expired');
  refuseSuspended(contract, 'commitment');
  requireCapability(side === 'client' ? 'hire' : 'get_paid', standing);
  if (termsHash !== contract.termsHash) {
    throw fail('CONTRACTS.TERMS_HASH_MISMATCH', 'The signature is over other terms than those offered', {
      offered: contract.termsHash,
    });
  }
  const signed = contract.signatures.map((signature) => signature.side);
  if (signed.includes(side)) return [];
  if (side === 'freelancer' && !signed.includes('client')) throw illegal(contract, 'sign before the client');
  const signature: ContractEvent = { type: 'PartySigned', data: { side, partyId, termsHash, basis: 'signature', signedAt: at } };
  if (signed.length === 0) return [signature];
  const payBy = endOfDayUtc(at, boundPolicy('offer', contract.policyRefs).payByDays);
  return [signature, ...signedEvents(contract.terms, contract.termsHash, at, payBy)];
};

/** Asks for the money of a later milestone; one request at a time, so nobody is charged twice for it. */
export const decideRequestFunding = (
  { milestoneId, at }: CommandData<'RequestFunding'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const milestone = milestoneOf(contract, milestoneId);
  requireMilestoneStatus(milestone, ['planned'], 'request funding');
  requireStatus(contract, ['active', 'funding'], 'request funding');
  refuseSuspended(contract, 'commitment');
  if (openFunding(contract, milestoneId)) throw illegalMilestone(milestone, 'request funding twice');
  const payBy = endOfDayUtc(at, boundPolicy('offer', contract.policyRefs).payByDays);
  return [fundingRequested(contract.terms, contract.fundings.length + 1, [{ milestoneId, amount: milestone.amount }], payBy)];
};
