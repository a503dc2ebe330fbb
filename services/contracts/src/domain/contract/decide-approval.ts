import { compareMoney, deriveId, isZero, minus, type Instant, type Money } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { findMilestone, milestoneOf, type Contract } from './contract.state.js';
import { requireLatest } from './decide-work.js';
import { exceedsHeld, refuseDisputed, refuseSuspended, requireAmount, requireMilestoneStatus, requireStatus } from './guards.js';
import { heldOf, undisputedOf, type Milestone } from './milestone.state.js';

/** Release ids are numbered, so that click, timer and repeat can only make the same one. */
export const nextReleaseId = (contract: Contract, { milestoneId, instructions }: Milestone): string => {
  const given = instructions.filter(({ kind }) => kind === 'release').length;
  return deriveId(contract.contractId, milestoneId, 'release', String(given + 1));
};

type By = Readonly<{ approvedBy: 'client' | 'timer'; approvedAt: Instant }>;
const approvedEvent = (
  contract: Contract,
  milestone: Milestone,
  amount: Money,
  { approvedBy, approvedAt }: By,
): ContractEvent => ({
  type: 'MilestoneApproved',
  data: {
    milestoneId: milestone.milestoneId,
    releaseId: nextReleaseId(contract, milestone),
    deliverableVersion: milestone.deliverableVersion,
    contentHash: milestone.contentHash ?? '',
    amount,
    payeePartyId: contract.freelancerPartyId,
    // Funded before the work began: the release is covered (protection verdict of fixed prices).
    protection: 'covered',
    ruleId: 'fixed.funded',
    approvedBy,
    approvedAt,
  },
});

export const decideApprove = (command: CommandData<'ApproveMilestone'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, deliverableVersion, contentHash, at } = command;
  const milestone = milestoneOf(contract, milestoneId);
  // Click and timer may race, and a click may be repeated: one release id only.
  if (milestone.approval?.deliverableVersion === deliverableVersion && milestone.approval.contentHash === contentHash) return [];
  requireMilestoneStatus(milestone, ['submitted'], 'approve');
  requireStatus(contract, ['active'], 'approve');
  refuseSuspended(contract, 'work');
  // Approval releases money for these bytes, not for whatever arrived meanwhile.
  requireLatest(milestone, deliverableVersion);
  if (contentHash !== milestone.contentHash)
    throw fail('CONTRACTS.HASH_MISMATCH', `Not the hash of version ${deliverableVersion}`);
  refuseDisputed(milestone, 'approve');
  const held = heldOf(milestone);
  const amount = command.amount ?? held;
  requireAmount(milestone, amount);
  if (compareMoney(amount, held) > 0) throw exceedsHeld(amount, held);
  const approved = approvedEvent(contract, milestone, amount, { approvedBy: 'client', approvedAt: at });
  const rest = minus(held, amount);
  if (isZero(rest)) return [approved];
  // What is approved below the hold is refunded in the same append, so that nothing is left without an owner.
  const refundId = deriveId(nextReleaseId(contract, milestone), 'rest');
  const data = {
    milestoneId,
    refundId,
    amount: rest,
    source: 'held',
    reasonCode: 'unapproved_rest',
    approvedBy: 'client',
  } as const;
  return [approved, { type: 'RefundApproved', data }];
};

/** True while this very clock runs: a tick of an older submission, or under a dispute, finds another one. */
const clockRuns = (
  milestone: Milestone | undefined,
  deliverableVersion: number,
  autoApproveAt: Instant,
): milestone is Milestone =>
  milestone?.status === 'submitted' &&
  milestone.deliverableVersion === deliverableVersion &&
  milestone.clock.kind === 'running' &&
  milestone.clock.autoApproveAt === autoApproveAt;

export const decideRemind = (command: CommandData<'RemindApproval'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, deliverableVersion, autoApproveAt } = command;
  const milestone = findMilestone(contract, milestoneId);
  if (!clockRuns(milestone, deliverableVersion, autoApproveAt)) return [];
  const { clientPartyId } = contract;
  return [
    {
      type: 'ApprovalReminded',
      data: { milestoneId, deliverableVersion, clientPartyId, reminder: milestone.reminders + 1, autoApproveAt },
    },
  ];
};

export const decideAutoApprove = (command: CommandData<'AutoApprove'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, deliverableVersion, autoApproveAt } = command;
  const milestone = findMilestone(contract, milestoneId);
  if (contract.status !== 'active' || !clockRuns(milestone, deliverableVersion, autoApproveAt)) return [];
  const held = heldOf(milestone);
  if (isZero(held)) return [];
  return [approvedEvent(contract, milestone, held, { approvedBy: 'timer', approvedAt: autoApproveAt })];
};

/** Pays a part and keeps the rest on the milestone; under an open dispute at most what it does not claim. */
export const decideReleasePart = (
  { milestoneId, amount }: CommandData<'ReleasePart'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const milestone = milestoneOf(contract, milestoneId);
  requireMilestoneStatus(milestone, ['funded', 'in_progress', 'submitted', 'changes_requested'], 'release a part');
  requireStatus(contract, ['active'], 'release a part');
  refuseSuspended(contract, 'work');
  requireAmount(milestone, amount);
  const held = heldOf(milestone);
  // All of it would leave an approval without money: that is an approval.
  if (compareMoney(amount, held) >= 0) throw exceedsHeld(amount, held);
  if (compareMoney(amount, undisputedOf(milestone)) > 0) {
    throw fail('CONTRACTS.MILESTONE_DISPUTED', 'The dispute claims part of this amount', { undisputed: undisputedOf(milestone) });
  }
  const releaseId = nextReleaseId(contract, milestone);
  const data = { milestoneId, releaseId, amount, payeePartyId: contract.freelancerPartyId, approvedBy: 'client' } as const;
  return [{ type: 'PartialReleaseApproved', data }];
};
