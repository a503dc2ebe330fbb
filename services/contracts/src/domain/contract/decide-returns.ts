import { compareMoney, deriveId, endOfDayUtc, isBefore, isZero, zero } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import { boundPolicy } from '../policies/policies.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { milestoneOf, type Contract } from './contract.state.js';
import { exceedsHeld, illegalMilestone, refuseDisputed, requireAmount, requireMilestoneStatus, requireStatus } from './guards.js';
import { heldOf, refundableOf, undisputedOf, type Milestone } from './milestone.state.js';

const numbered = ({ contractId }: Contract, { milestoneId, instructions }: Milestone, kind: 'refund' | 'split'): string =>
  deriveId(contractId, milestoneId, kind, String(instructions.filter((given) => given.kind === kind).length + 1));

/** The freelancer gives money back: from the hold at any time, from released money within the policy's window. */
export const decideGiveBack = (command: CommandData<'GiveBack'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, amount, source, reasonCode } = command;
  const milestone = milestoneOf(contract, milestoneId);
  requireMilestoneStatus(milestone, OPEN, 'give back');
  requireAmount(milestone, amount);
  switch (source) {
    case 'held':
      requireGivable(command, contract, milestone);
      break;
    case 'released':
      requireReturnable(command, contract, milestone);
      break;
  }
  const refundId = numbered(contract, milestone, 'refund');
  return [{ type: 'RefundApproved', data: { milestoneId, refundId, amount, source, reasonCode, approvedBy: 'freelancer' } }];
};
const OPEN: readonly Milestone['status'][] = [
  'funded',
  'in_progress',
  'submitted',
  'changes_requested',
  'approved',
  'auto_approved',
  'settled',
];

const requireGivable = ({ amount }: CommandData<'GiveBack'>, contract: Contract, milestone: Milestone): void => {
  requireStatus(contract, ['active', 'completing'], 'give back');
  const held = heldOf(milestone);
  if (compareMoney(amount, held) > 0) throw exceedsHeld(amount, held);
  if (compareMoney(amount, undisputedOf(milestone)) > 0) refuseDisputed(milestone, 'give back what it claims');
};

const requireReturnable = ({ amount, at }: CommandData<'GiveBack'>, contract: Contract, milestone: Milestone): void => {
  requireMilestoneStatus(milestone, ['approved', 'auto_approved', 'settled'], 'give back released money');
  refuseDisputed(milestone, 'give back released money');
  const { windowDays } = boundPolicy('refund', contract.policyRefs);
  const { lastReleasedAt } = milestone;
  if (lastReleasedAt === null) throw illegalMilestone(milestone, 'give back before anything was released');
  if (!isBefore(at, endOfDayUtc(lastReleasedAt, windowDays))) {
    throw fail('CONTRACTS.REFUND_WINDOW_CLOSED', `Released money is given back within ${windowDays} days`);
  }
  const refundable = refundableOf(milestone);
  if (compareMoney(amount, refundable) > 0) throw exceedsHeld(amount, refundable);
};

/** The client ends late work and gets all of the hold back, once the freelancer had the policy's hours after the due time. */
export const decideCancelLate = (
  { milestoneId, at }: CommandData<'CancelLate'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const milestone = milestoneOf(contract, milestoneId);
  requireMilestoneStatus(milestone, ['funded', 'in_progress'], 'cancel');
  requireStatus(contract, ['active'], 'cancel');
  refuseDisputed(milestone, 'cancel');
  const { cancellableAt } = milestone;
  if (cancellableAt === null || isBefore(at, cancellableAt)) {
    throw fail('CONTRACTS.NOT_YET_CANCELLABLE', 'Late work can be cancelled from 24 hours after it was due', { cancellableAt });
  }
  const held = heldOf(milestone);
  if (isZero(held)) throw illegalMilestone(milestone, 'cancel what holds nothing');
  const splitId = numbered(contract, milestone, 'split');
  const data = {
    milestoneId,
    splitId,
    toFreelancer: zero(held.currency),
    toClient: held,
    payeePartyId: contract.freelancerPartyId,
    basis: 'late_delivery',
  };
  return [{ type: 'SplitAgreed', data }];
};
