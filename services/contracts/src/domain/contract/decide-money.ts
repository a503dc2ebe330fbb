import { deriveId, isZero, plus, type Instant } from '@guildhall/kernel';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { evolveContract } from './contract.evolve.js';
import { exists, findMilestone, isDone, isOverlaid, type Contract, type ContractState } from './contract.state.js';
import { declinedEvent } from './decide-drafting.js';
import type { MoneySeen } from './milestone.events.js';
import { isOlder, isSettled, type Milestone } from './milestone.state.js';

/**
 * Money is held. Money that comes for a milestone which nobody will work on any more goes back in the same append; what comes for a
 * declined contract payments gives back by itself.
 */
export const decideNoteFunding = (command: CommandData<'NoteFunding'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, fundingId, holdId, amount, benefits, heldRemaining, escrowRevision, at } = command;
  const milestone = findMilestone(contract, milestoneId);
  if (!milestone || contract.status === 'ended' || isOlder(milestone, escrowRevision)) return [];
  const seen: ContractEvent = {
    type: 'MilestoneFundingSeen',
    data: { milestoneId, fundingId, holdId, amount, benefits, heldRemaining, escrowRevision, fundedAt: at },
  };
  if (contract.status === 'completing' || isSettled(milestone)) {
    const refundId = deriveId(holdId, 'unwanted');
    const data = {
      milestoneId,
      refundId,
      amount,
      source: 'held',
      reasonCode: 'contract_completing',
      approvedBy: 'system',
    } as const;
    return [seen, { type: 'RefundApproved', data }];
  }
  return contract.status === 'funding' ? [seen, { type: 'ContractActivated', data: { activatedAt: at } }] : [seen];
};

/** No money came. When none will come for the first time asked, the contract never lived. */
export const decideFundingFailure = (
  command: CommandData<'NoteFundingFailure'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const { fundingId, milestoneIds, reasonCode, attempt, finality, retryAt, at } = command;
  if (!contract.fundings.some((funding) => funding.fundingId === fundingId) || contract.status === 'ended') return [];
  const data = { fundingId, milestoneIds, reasonCode, attempt, finality, seenAt: at };
  const seen: ContractEvent = { type: 'FundingFailureSeen', data: retryAt === undefined ? data : { ...data, retryAt } };
  if (contract.status !== 'funding' || finality !== 'final') return [seen];
  return [seen, declinedEvent(contract, 'system', 'funding_failed', at)];
};

export const decideNoteRelease = (command: CommandData<'NoteRelease'>, contract: Contract): readonly ContractEvent[] => {
  const { releaseId, gross, source } = command;
  const heldPart = source === 'hold' ? gross : { ...gross, amount: '0' };
  return moneySeen(contract, { ...told(command), cause: 'release', instructionId: releaseId, amount: gross, heldPart });
};

export const decideNoteRefund = (command: CommandData<'NoteRefund'>, contract: Contract): readonly ContractEvent[] => {
  const { refundId, amount, source } = command;
  switch (source) {
    case 'held':
      return moneySeen(contract, { ...told(command), cause: 'refund', instructionId: refundId, amount, heldPart: amount });
    case 'released': {
      const heldPart = { ...amount, amount: '0' };
      return moneySeen(contract, { ...told(command), cause: 'refund_after_release', instructionId: refundId, amount, heldPart });
    }
  }
};

export const decideNoteSplit = (command: CommandData<'NoteSplit'>, contract: Contract): readonly ContractEvent[] => {
  const { splitId, toFreelancer, toClient, heldPart } = command;
  return moneySeen(contract, {
    ...told(command),
    cause: 'split',
    instructionId: splitId,
    amount: plus(toFreelancer, toClient),
    heldPart,
  });
};

type Told = Pick<CommandData<'NoteRelease'>, 'milestoneId' | 'heldRemaining' | 'escrowRevision' | 'at'>;
const told = ({ milestoneId, heldRemaining, escrowRevision, at }: Told) => ({
  milestoneId,
  heldRemaining,
  escrowRevision,
  seenAt: at,
});

/** What moved money does to its milestone; the highest escrow revision counts, an older one is only noted. */
const moneySeen = (contract: Contract, seen: MoneySeen): readonly ContractEvent[] => {
  const milestone = findMilestone(contract, seen.milestoneId);
  if (!milestone || milestone.status === 'planned' || isOlder(milestone, seen.escrowRevision)) return [];
  const event: ContractEvent = { type: outcomeOf(milestone, seen), data: seen };
  return [event, ...completion(contract, [event], seen.seenAt)];
};

const outcomeOf = (milestone: Milestone, { cause, heldRemaining }: MoneySeen) => {
  if (!isZero(heldRemaining) || isSettled(milestone)) return 'MilestoneMoneySeen';
  switch (cause) {
    case 'split':
      return 'MilestoneSettledBySplit';
    case 'release':
      return 'MilestoneSettled';
    case 'refund':
      return milestone.approval ? 'MilestoneSettled' : 'MilestoneRefundSeen';
    case 'refund_after_release':
      // The hold was empty before: what closed it has been told, or will be by its own fact.
      return 'MilestoneMoneySeen';
  }
};

/** The first time that every milestone is done, payments is told to close the escrow. */
export const completion = (contract: Contract, events: readonly ContractEvent[], at: Instant): readonly ContractEvent[] => {
  if (contract.status !== 'active') return [];
  const after = events.reduce<ContractState>(evolveContract, contract);
  if (!exists(after) || !isDone(after)) return [];
  const returned = after.milestones.every(({ status }) => status === 'refunded' || status === 'dropped');
  // R4 of reputation: a refund without fault.
  const reason = returned ? { endReason: 'refunded', ruleId: 'R4' } : { endReason: 'completed' };
  return [{ type: 'ContractCompleting', data: { ...reason, completingAt: at } }];
};

export const decideDeferral = (command: CommandData<'NoteDeferral'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, releaseId, released, deferred, reasonCode, escrowRevision } = command;
  const milestone = findMilestone(contract, milestoneId);
  const release = milestone?.instructions.find(({ id }) => id === releaseId);
  if (!milestone || release?.state !== 'ordered' || isSettled(milestone)) return [];
  return [{ type: 'ReleaseDeferralSeen', data: { milestoneId, releaseId, released, deferred, reasonCode, escrowRevision } }];
};

export const decideNoteEscrowClosed = (
  command: CommandData<'NoteEscrowClosed'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const { funded, released, refunded, chargedBack, at } = command;
  if (contract.status !== 'completing' || contract.escrow === 'closed') return [];
  const seen: ContractEvent = { type: 'EscrowClosureSeen', data: { funded, released, refunded, chargedBack, closedAt: at } };
  return [seen, ...ending(contract, [seen], at)];
};

/** A completing contract ends when its escrow is closed and no overlay is left, whichever comes last. */
export const ending = (contract: Contract, events: readonly ContractEvent[], at: Instant): readonly ContractEvent[] => {
  const after = events.reduce<ContractState>(evolveContract, contract);
  if (!exists(after) || after.status !== 'completing' || after.escrow === 'open' || isOverlaid(after)) return [];
  const { clientPartyId, freelancerPartyId, endReason, ruleId } = after;
  const data = { clientPartyId, freelancerPartyId, endReason: endReason ?? 'completed', endedAt: at };
  return [{ type: 'ContractEnded', data: ruleId === null ? data : { ...data, ruleId } }];
};
