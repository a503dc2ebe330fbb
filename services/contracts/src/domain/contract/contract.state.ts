import type { Instant } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import type { PolicyRefs } from '../policies/policies.js';
import type { ProposedSplit, SignatureBasis, SilenceOutcome } from './contract.events.js';
import { isSettled, type Milestone } from './milestone.state.js';
import type { Origin, Side, Terms } from './terms.js';

/** Signing asks for the first money in the same append, so a contract never rests between signed and funding. */
export type ContractStatus = 'drafted' | 'offered' | 'funding' | 'active' | 'completing' | 'ended';

export type Signature = Readonly<{ side: Side; partyId: string; basis: SignatureBasis; at: Instant }>;
export type Funding = Readonly<{
  fundingId: string;
  milestoneIds: readonly string[];
  payBy: Instant;
  state: 'requested' | 'failed' | 'closed' | 'funded';
  reasonCode: string | null;
}>;
export type Suspension = Readonly<{ restrictionId: string; partyId: string; carveOut: readonly string[] }>;
export type Cancellation = Readonly<{
  requestId: string;
  requestedBy: Side;
  splits: readonly ProposedSplit[];
  answerBy: Instant;
  onSilence: SilenceOutcome;
  state: 'open' | 'accepted' | 'refused' | 'unanswered';
}>;

/** A contract that exists. Plain JSON, so that a read model can keep it as it is. */
export type Contract = Readonly<{
  status: ContractStatus;
  contractId: string;
  origin: Origin;
  clientPartyId: string;
  freelancerPartyId: string;
  quoteId: string;
  policyRefs: PolicyRefs;
  /** The latest version; the signed one once the contract is signed. */
  terms: Terms;
  termsHash: string;
  draftedAt: Instant;
  expiresAt: Instant | null;
  /** Of an order: by when payments must have its money. */
  payBy: Instant | null;
  signatures: readonly Signature[];
  milestones: readonly Milestone[];
  fundings: readonly Funding[];
  suspensions: readonly Suspension[];
  cancellation: Cancellation | null;
  escrow: 'open' | 'closed';
  endReason: string | null;
  ruleId: string | null;
}>;
export type NoContract = Readonly<{ status: '(none)' }>;
export type ContractState = NoContract | Contract;

export const noContract: ContractState = { status: '(none)' };

export const exists = (state: ContractState): state is Contract => state.status !== '(none)';

/** The contract, or the refusal that strangers get as well. */
export const existing = (state: ContractState): Contract => {
  if (!exists(state)) throw fail('CONTRACTS.NOT_A_PARTY', 'No such contract');
  return state;
};

/** The side of a party; null for strangers. */
export const sideOf = (state: ContractState, partyId: string): Side | null => {
  if (!exists(state)) return null;
  if (state.clientPartyId === partyId) return 'client';
  return state.freelancerPartyId === partyId ? 'freelancer' : null;
};

export const partyOf = (contract: Contract, side: Side): string =>
  side === 'client' ? contract.clientPartyId : contract.freelancerPartyId;

export const findMilestone = (contract: Contract, milestoneId: string): Milestone | undefined =>
  contract.milestones.find((milestone) => milestone.milestoneId === milestoneId);

export const milestoneOf = (contract: Contract, milestoneId: string): Milestone => {
  const milestone = findMilestone(contract, milestoneId);
  if (!milestone) throw fail('CONTRACTS.NOT_A_PARTY', 'No such milestone');
  return milestone;
};

export const withMilestone = (
  contract: Contract,
  milestoneId: string,
  change: (milestone: Milestone) => Milestone,
): Contract => ({
  ...contract,
  milestones: contract.milestones.map((known) => (known.milestoneId === milestoneId ? change(known) : known)),
});

/** True when nothing of any milestone is left to settle. */
export const isDone = ({ milestones }: Contract): boolean => milestones.length > 0 && milestones.every(isSettled);

export const isOverlaid = ({ milestones, suspensions }: Contract): boolean =>
  suspensions.length > 0 || milestones.some(({ dispute }) => dispute !== null);

/** The funding that still may bring money for a milestone. */
export const openFunding = ({ fundings }: Contract, milestoneId: string): Funding | undefined =>
  fundings.find(({ milestoneIds, state }) => milestoneIds.includes(milestoneId) && (state === 'requested' || state === 'failed'));
