import { addHours, isZero } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import { boundPolicy } from '../policies/policies.js';
import { clockOfSubmission } from './approval-clock.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { findMilestone, milestoneOf, type Contract } from './contract.state.js';
import { refuseSuspended, requireMilestoneStatus, requireStatus } from './guards.js';
import { heldOf, type Milestone } from './milestone.state.js';

/** Nothing is started or submitted on unfunded work, nor on work whose money was ordered out again. */
const requireFunded = (milestone: Milestone): void => {
  const unfunded = milestone.status === 'planned' || (UNAPPROVED.includes(milestone.status) && isZero(heldOf(milestone)));
  if (unfunded) throw fail('CONTRACTS.MILESTONE_NOT_FUNDED', 'Work is accepted only while funds are held');
};
const UNAPPROVED: readonly Milestone['status'][] = ['funded', 'in_progress', 'changes_requested'];

export const decideStart = ({ milestoneId, at }: CommandData<'StartMilestone'>, contract: Contract): readonly ContractEvent[] => {
  const milestone = milestoneOf(contract, milestoneId);
  requireFunded(milestone);
  requireMilestoneStatus(milestone, ['funded'], 'start');
  requireStatus(contract, ['active'], 'start');
  refuseSuspended(contract, 'work');
  return [{ type: 'MilestoneStarted', data: { milestoneId, startedAt: at } }];
};

export const decideSubmit = (command: CommandData<'SubmitMilestone'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, contentHash, files, fileNames, note, authorAccountId, aiUse, at } = command;
  const milestone = milestoneOf(contract, milestoneId);
  requireFunded(milestone);
  requireMilestoneStatus(milestone, ['funded', 'in_progress', 'changes_requested'], 'submit');
  requireStatus(contract, ['active'], 'submit');
  refuseSuspended(contract, 'work');
  return [
    {
      type: 'MilestoneSubmitted',
      data: {
        milestoneId,
        deliverableVersion: milestone.deliverableVersion + 1,
        contentHash,
        files,
        authorAccountId,
        aiUse,
        submittedAt: at,
        ...(fileNames.length > 0 ? { fileNames } : {}),
        ...(note === undefined ? {} : { note }),
        ...clockOfSubmission(contract, milestone, at),
      },
    },
  ];
};

/** Rounds of changes that are left of those agreed. */
export const roundsLeft = (contract: Contract, { rounds }: Milestone): number => Math.max(0, contract.terms.revisions - rounds);

export const decideRequestChanges = (command: CommandData<'RequestChanges'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, deliverableVersion, criteriaIds, reasonCode, note, authorAccountId, at } = command;
  const milestone = milestoneOf(contract, milestoneId);
  requireMilestoneStatus(milestone, ['submitted'], 'request changes');
  requireStatus(contract, ['active'], 'request changes');
  refuseSuspended(contract, 'work');
  requireLatest(milestone, deliverableVersion);
  const left = roundsLeft(contract, milestone);
  if (left === 0) {
    throw fail('CONTRACTS.REVISIONS_EXHAUSTED', `All ${contract.terms.revisions} agreed rounds of changes are used`);
  }
  const unknown = criteriaIds.filter((criterion) => !milestone.criteriaIds.includes(criterion));
  // Terms without criteria (an order of a package that names none) leave the words to the client.
  if (milestone.criteriaIds.length > 0 && unknown.length > 0) {
    throw fail('CONTRACTS.CRITERIA_UNKNOWN', 'Changes name criteria of the terms', {
      unknown,
      criteriaIds: milestone.criteriaIds,
    });
  }
  const data = {
    milestoneId,
    deliverableVersion,
    reasonCode,
    criteriaIds,
    roundsLeft: left - 1,
    authorAccountId,
    requestedAt: at,
  };
  return [{ type: 'ChangesRequested', data: note === undefined ? data : { ...data, note } }];
};

export const requireLatest = (milestone: Milestone, deliverableVersion: number): void => {
  if (deliverableVersion === milestone.deliverableVersion) return;
  throw fail('CONTRACTS.VERSION_NOT_LATEST', `Latest is version ${milestone.deliverableVersion}`, {
    latest: milestone.deliverableVersion,
  });
};

/** A due time counts where work was funded before it; a tick after the submission does nothing. */
export const decideMarkLate = ({ milestoneId }: CommandData<'MarkLate'>, contract: Contract): readonly ContractEvent[] => {
  const milestone = findMilestone(contract, milestoneId);
  if (!milestone || milestone.cancellableAt !== null) return [];
  if (milestone.status !== 'funded' && milestone.status !== 'in_progress') return [];
  const { dueAt } = milestone;
  const { cancellableAfterHours } = boundPolicy('lateness', contract.policyRefs);
  return [{ type: 'MilestoneLate', data: { milestoneId, dueAt, cancellableAt: addHours(dueAt, cancellableAfterHours) } }];
};
