import { compareMoney, deriveId, isZero, minus, type Money } from '@guildhall/kernel';
import { fail } from '../contracts.errors.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { findMilestone, milestoneOf, type Contract } from './contract.state.js';
import { shareOf } from './decide-cancellation.js';
import { declinedEvent } from './decide-drafting.js';
import { heldOf, refundableOf, type Instruction, type Milestone } from './milestone.state.js';

/** Obstacles that pass by themselves: the instruction is given again when they are gone. All others wait for an operator. */
const PASSING = ['frozen', 'chargeback_open'];

/** Payments booked nothing. A first funding that is refused ends the contract; what was ordered out counts as held again. */
export const decideNoteRefusal = (command: CommandData<'NoteRefusal'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, instructionId, kind, reasonCode, escrowRevision, at } = command;
  const data = { instructionId, kind, reasonCode, escrowRevision, seenAt: at };
  if (kind === 'funding') {
    if (!contract.fundings.some(({ fundingId }) => fundingId === instructionId) || contract.status === 'ended') return [];
    const seen: ContractEvent = { type: 'InstructionRefusalSeen', data };
    return contract.status === 'funding' ? [seen, declinedEvent(contract, 'system', reasonCode, at)] : [seen];
  }
  const milestone = milestoneId === undefined ? undefined : findMilestone(contract, milestoneId);
  const known = milestone?.instructions.find(({ id }) => id === instructionId);
  // Splits of disputes are ordered, and repaired, by disputes.
  if (!milestone || (known?.state !== 'ordered' && known?.state !== 'deferred')) return [];
  return [{ type: 'InstructionRefusalSeen', data: { milestoneId: milestone.milestoneId, ...data } }];
};

export const decideRepeatRefused = (
  { milestoneId }: CommandData<'RepeatRefused'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const milestone = findMilestone(contract, milestoneId);
  return milestone ? repeatEvents(contract, milestone) : [];
};

/** Refused instructions of a milestone whose obstacle has passed, each again under a new id. */
export const repeatEvents = (contract: Contract, milestone: Milestone): readonly ContractEvent[] => {
  if (milestone.dispute) return [];
  const refused = milestone.instructions.filter(
    ({ state, refusal }) => state === 'refused' && PASSING.includes(refusal?.reasonCode ?? ''),
  );
  let left = heldOf(milestone);
  return refused.flatMap((instruction) => {
    const amount = repeatedAmount(instruction, milestone, left);
    if (isZero(amount)) return [];
    if (instruction.source === 'held') left = minus(left, amount);
    return [again(contract, milestone, instruction, amount, {})];
  });
};

/** An operator gives a refused instruction again, whatever refused it. */
export const decideRepeatInstruction = (
  command: CommandData<'RepeatInstruction'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const { milestoneId, instructionId, reason, authorAccountId } = command;
  const milestone = milestoneOf(contract, milestoneId);
  const refused = milestone.instructions.find(({ id }) => id === instructionId);
  if (refused?.state !== 'refused') throw fail('CONTRACTS.INSTRUCTION_NOT_REFUSED', 'Only a refused instruction is given again');
  const amount = repeatedAmount(refused, milestone, heldOf(milestone));
  if (isZero(amount)) throw fail('CONTRACTS.AMOUNT_EXCEEDS_HELD', 'Nothing is left that it could move');
  return [again(contract, milestone, refused, amount, { note: reason, authorAccountId })];
};

const repeatedAmount = ({ source, amount }: Instruction, milestone: Milestone, held: Money): Money => {
  const left = source === 'held' ? held : refundableOf(milestone);
  return compareMoney(amount, left) > 0 ? left : amount;
};

/** Id of an instruction that stands in for a refused one. */
export const againIdOf = (instructionId: string): string => deriveId(instructionId, 'again');

type By = { note?: string; authorAccountId?: string };
const again = (contract: Contract, milestone: Milestone, refused: Instruction, amount: Money, by: By): ContractEvent => {
  const { milestoneId, approval } = milestone;
  const newId = againIdOf(refused.id);
  const payeePartyId = contract.freelancerPartyId;
  const common = { milestoneId, repeats: refused.id, ...by };
  switch (refused.kind) {
    case 'refund':
      return {
        type: 'RefundApproved',
        data: { ...common, refundId: newId, amount, source: refused.source, reasonCode: refused.reason, approvedBy: 'system' },
      };
    case 'split': {
      const { toFreelancer } = refused;
      const toClient = toFreelancer ? minus(refused.amount, toFreelancer) : refused.amount;
      const shares = shareOf(amount, toFreelancer ?? undefined, toClient);
      return { type: 'SplitAgreed', data: { ...common, splitId: newId, ...shares, payeePartyId, basis: refused.reason } };
    }
    case 'release': {
      if (!approval || refused.reason !== 'approval') {
        return {
          type: 'PartialReleaseApproved',
          data: { ...common, releaseId: newId, amount, payeePartyId, approvedBy: 'client' },
        };
      }
      const { deliverableVersion, contentHash, approvedBy, approvedAt } = approval;
      const verdict = { protection: 'covered', ruleId: 'fixed.funded' } as const;
      return {
        type: 'MilestoneApproved',
        data: {
          ...common,
          releaseId: newId,
          amount,
          payeePartyId,
          deliverableVersion,
          contentHash,
          ...verdict,
          approvedBy,
          approvedAt,
        },
      };
    }
  }
};
