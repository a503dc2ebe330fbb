import { daysUntil } from '@guildhall/kernel';
import { clockAfterDispute } from './approval-clock.js';
import type { CommandData } from './contract.commands.js';
import type { ContractEvent } from './contract.events.js';
import { findMilestone, type Contract } from './contract.state.js';
import { droppedEvents } from './decide-cancellation.js';
import { completion, ending } from './decide-money.js';
import { repeatEvents } from './decide-repeat.js';

/** A dispute lies over its milestone and stops the auto-approval clock, however small its amount. */
export const decideNoteDispute = (command: CommandData<'NoteDispute'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, disputeId, amount, openedBy, respondBy, defaultOutcome, at } = command;
  const milestone = findMilestone(contract, milestoneId);
  if (!milestone || milestone.dispute?.disputeId === disputeId) return [];
  const { clock } = milestone;
  const left = clock.kind === 'running' ? { daysLeft: daysUntil(at, clock.autoApproveAt) } : {};
  const data = { causeId: disputeId, milestoneId, amount, openedBy, respondBy, defaultOutcome, setAt: at };
  return [{ type: 'OverlaySet', data: { overlay: 'disputed', ...data, ...left } }];
};

export const decideNoteFreeze = (command: CommandData<'NoteFreeze'>, contract: Contract): readonly ContractEvent[] => {
  const { contractId: _, ...data } = command;
  return findMilestone(contract, data.milestoneId) ? [{ type: 'FreezeSeen', data }] : [];
};

export const decideNoteRuling = (command: CommandData<'NoteRuling'>, contract: Contract): readonly ContractEvent[] => {
  const { contractId: _, ...data } = command;
  return findMilestone(contract, data.milestoneId) ? [{ type: 'RulingSeen', data }] : [];
};

/**
 * The overlay goes: the clock runs on with the days it had left, refused instructions are given again, and after a refused cancellation
 * what was only planned is dropped.
 */
export const decideDisputeClosed = (command: CommandData<'NoteDisputeClosed'>, contract: Contract): readonly ContractEvent[] => {
  const { milestoneId, disputeId, outcome, at } = command;
  const milestone = findMilestone(contract, milestoneId);
  if (milestone?.dispute?.disputeId !== disputeId) return [];
  const restarted = clockAfterDispute(contract, milestone, at) ?? {};
  const cleared: ContractEvent = {
    type: 'OverlayCleared',
    data: { overlay: 'disputed', causeId: disputeId, milestoneId, outcome, clearedAt: at, ...restarted },
  };
  const refusedCancellation =
    contract.status === 'active' && ['refused', 'unanswered'].includes(contract.cancellation?.state ?? '');
  const dropped = refusedCancellation ? droppedEvents(contract, 'cancellation_contested') : [];
  const events = [cleared, ...repeatEvents(contract, { ...milestone, dispute: null }), ...dropped];
  return [...events, ...completion(contract, dropped, at), ...ending(contract, events, at)];
};

export const decideNoteSuspension = (command: CommandData<'NoteSuspension'>, contract: Contract): readonly ContractEvent[] => {
  const { restrictionId, partyId, carveOut, at } = command;
  if (contract.status === 'ended' || contract.suspensions.some((known) => known.restrictionId === restrictionId)) return [];
  const live = contract.status === 'active' || contract.status === 'completing';
  if (live && carveOut.includes('live_contracts')) return [];
  return [{ type: 'OverlaySet', data: { overlay: 'suspended', causeId: restrictionId, partyId, carveOut, setAt: at } }];
};

export const decideSuspensionLifted = (
  command: CommandData<'NoteSuspensionLifted'>,
  contract: Contract,
): readonly ContractEvent[] => {
  const { restrictionId, at } = command;
  if (!contract.suspensions.some((known) => known.restrictionId === restrictionId)) return [];
  const cleared: ContractEvent = {
    type: 'OverlayCleared',
    data: { overlay: 'suspended', causeId: restrictionId, clearedAt: at },
  };
  return [cleared, ...ending(contract, [cleared], at)];
};
