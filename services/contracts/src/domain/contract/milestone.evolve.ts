import { plus } from '@guildhall/kernel';
import type { ContractEvent } from './contract.events.js';
import type { MilestoneEvent } from './milestone.events.js';
import { withInstruction, withInstructionState, withMoneySeen, type Milestone } from './milestone.state.js';

type Later = Exclude<MilestoneEvent, { type: 'MilestonePlanned' }>;

const MILESTONE_EVENTS: Readonly<Record<Later['type'], true>> = {
  MilestoneFundingSeen: true,
  MilestoneStarted: true,
  MilestoneSubmitted: true,
  ChangesRequested: true,
  ApprovalReminded: true,
  MilestoneApproved: true,
  PartialReleaseApproved: true,
  RefundApproved: true,
  SplitAgreed: true,
  MilestoneLate: true,
  MilestoneDropped: true,
  MilestoneMoneySeen: true,
  MilestoneSettled: true,
  MilestoneRefundSeen: true,
  MilestoneSettledBySplit: true,
  ReleaseDeferralSeen: true,
  InstructionRefusalSeen: true,
  FreezeSeen: true,
  RulingSeen: true,
};
export const isMilestoneEvent = (event: ContractEvent): event is Later => Object.hasOwn(MILESTONE_EVENTS, event.type);

/** Folds an event of one milestone that is planned already. */
export const milestoneEvolve = (known: Milestone, { type, data }: Later): Milestone => {
  switch (type) {
    case 'MilestoneFundingSeen': {
      const { amount, heldRemaining, escrowRevision } = data;
      const status = known.status === 'planned' ? 'funded' : known.status;
      return { ...known, status, funded: plus(known.funded, amount), heldRemaining, escrowRevision };
    }
    case 'MilestoneStarted':
      return { ...known, status: 'in_progress' };
    case 'MilestoneSubmitted': {
      const { deliverableVersion, contentHash, autoApproveAt } = data;
      const clock: Milestone['clock'] = autoApproveAt === undefined ? { kind: 'off' } : { kind: 'running', autoApproveAt };
      return { ...known, status: 'submitted', deliverableVersion, contentHash, reminders: 0, clock };
    }
    case 'ChangesRequested':
      return { ...known, status: 'changes_requested', rounds: known.rounds + 1, clock: { kind: 'off' } };
    case 'ApprovalReminded':
      return { ...known, reminders: data.reminder };
    case 'MilestoneApproved':
      return approved(known, data);
    case 'PartialReleaseApproved':
      return withInstruction(known, { ...release, id: data.releaseId, amount: data.amount, reason: 'part' }, data.repeats);
    case 'RefundApproved': {
      const { refundId, amount, source, reasonCode, repeats } = data;
      return withInstruction(
        known,
        { id: refundId, kind: 'refund', source, amount, toFreelancer: null, reason: reasonCode },
        repeats,
      );
    }
    case 'SplitAgreed': {
      const { splitId, toFreelancer, toClient, basis, repeats } = data;
      const amount = plus(toFreelancer, toClient);
      return withInstruction(known, { id: splitId, kind: 'split', source: 'held', amount, toFreelancer, reason: basis }, repeats);
    }
    case 'MilestoneLate':
      return { ...known, cancellableAt: data.cancellableAt };
    case 'MilestoneDropped':
      return { ...known, status: 'dropped' };
    case 'MilestoneMoneySeen':
      return withMoneySeen(known, data);
    case 'MilestoneSettled':
      return { ...withMoneySeen(known, data), status: 'settled', clock: { kind: 'off' }, deferral: null };
    case 'MilestoneRefundSeen':
      return { ...withMoneySeen(known, data), status: 'refunded', clock: { kind: 'off' } };
    case 'MilestoneSettledBySplit':
      return { ...withMoneySeen(known, data), status: 'split', clock: { kind: 'off' }, deferral: null };
    case 'ReleaseDeferralSeen':
      return { ...withInstructionState(known, data.releaseId, { state: 'deferred' }), deferral: deferralOf(data) };
    case 'InstructionRefusalSeen': {
      const { instructionId, reasonCode, seenAt } = data;
      return withInstructionState(known, instructionId, { state: 'refused', refusal: { reasonCode, seenAt } });
    }
    case 'FreezeSeen': {
      const { disputeId, amount, heldFrozen, shortfallNet } = data;
      return { ...known, freeze: { disputeId, amount, heldFrozen, shortfallNet } };
    }
    case 'RulingSeen':
      return known;
  }
};

const release = { kind: 'release', source: 'held', toFreelancer: null } as const;

type Deferred = Extract<Later, { type: 'ReleaseDeferralSeen' }>['data'];
const deferralOf = ({ releaseId, released, deferred, reasonCode }: Deferred): Milestone['deferral'] => ({
  releaseId,
  released,
  deferred,
  reasonCode,
});

const approved = (known: Milestone, data: Extract<Later, { type: 'MilestoneApproved' }>['data']): Milestone => {
  const { releaseId, amount, repeats, deliverableVersion, contentHash, approvedBy, approvedAt } = data;
  const ordered = withInstruction(known, { ...release, id: releaseId, amount, reason: 'approval' }, repeats);
  // A refused release given again keeps the approval as it was: an approved amount never changes.
  if (repeats !== undefined) return ordered;
  const approval = { releaseId, deliverableVersion, contentHash, amount, approvedBy, approvedAt };
  return { ...ordered, status: approvedBy === 'timer' ? 'auto_approved' : 'approved', clock: { kind: 'off' }, approval };
};
