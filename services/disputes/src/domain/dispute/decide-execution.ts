import { deriveId, isBefore } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import policy from '../policies/dispute-v1.json' with { type: 'json' };
import type { Of } from './dispute.commands.js';
import type { DisputeEvent } from './dispute.events.js';
import { idOf, illegal } from './dispute.guards.js';
import { amountOf, type DisputeState } from './dispute.state.js';
import { closedEvent, rulingEvent } from './outcomes.js';

type Events = readonly DisputeEvent[];

export const decideArbitrator = (state: DisputeState, { data }: Of<'StartArbitration'>): Events => {
  const { arbitratorAccountId } = data;
  if (arbitratorAccountId === state.mediator?.mediatorAccountId)
    throw fail('DISPUTES.CONFLICT_OF_INTEREST', 'The mediator of a case is not its arbitrator');
  const { client, freelancer } = state.arbitrationAnswers;
  if (client !== 'agree' || freelancer !== 'agree') return [];
  if (arbitratorAccountId === state.arbitration?.arbitratorAccountId) return [];
  return [{ type: 'ArbitrationStarted', data: { ...idOf(state), ...data } }];
};

export const decideExhibit = (state: DisputeState, { data: { at, ...exhibit } }: Of<'AddExhibit'>): Events => {
  const { arbitration, exhibits } = state;
  if (arbitration && !isBefore(at, arbitration.evidenceBy))
    throw fail('DISPUTES.DEADLINE_PASSED', `Evidence was taken until ${arbitration.evidenceBy}`);
  const own = exhibits.filter(({ side }) => side === exhibit.side);
  const bytes = own.reduce((sum, { size }) => sum + size, exhibit.size);
  const { maxExhibits, maxBytes } = policy.evidence;
  if (own.length >= maxExhibits || bytes > maxBytes)
    throw fail('DISPUTES.EVIDENCE_LIMIT', `At most ${maxExhibits} exhibits and ${maxBytes} bytes a side`);
  return [{ type: 'ExhibitAdded', data: { ...idOf(state), ...exhibit, addedAt: at } }];
};

export const decideRuling = (state: DisputeState, { data }: Of<'Rule'>): Events => {
  if (data.by === state.mediator?.mediatorAccountId)
    throw fail('DISPUTES.CONFLICT_OF_INTEREST', 'The mediator of a case does not rule on it');
  if (data.by !== state.arbitration?.arbitratorAccountId)
    throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'The arbitrator of this case rules');
  return [rulingEvent(state, data)];
};

export const decideForced = (state: DisputeState, { data }: Of<'ForceDecision'>): Events => {
  if (state.escalations.length === 0) throw illegal(state, 'The senior queue decides only what has come to it');
  const partial = [state.mediator?.mediatorAccountId, state.arbitration?.arbitratorAccountId].includes(data.by);
  if (partial) throw fail('DISPUTES.CONFLICT_OF_INTEREST', 'Who has worked on a case does not decide it from the senior queue');
  return [rulingEvent(state, data)];
};

export const decideEscalation = (state: DisputeState, { data: { reason, at } }: Of<'Escalate'>): Events =>
  state.escalations.some((known) => known.reason === reason)
    ? []
    : [{ type: 'EscalatedToSenior', data: { ...idOf(state), reason, since: at } }];

/** Each order has its own id, counted in this stream: a split is ordered once and a repaired one is another. */
const splitOrdered = (state: DisputeState): Events => {
  const { outcome, opened, splits } = state;
  if (!outcome || !opened) return [];
  const { basis, basisId, toFreelancer, toClient } = outcome;
  const splitId = deriveId(opened.disputeId, 'split', String(splits.length + 1));
  const order = { splitId, basis, basisId, amount: amountOf(state), toFreelancer, toClient };
  return [{ type: 'SplitOrdered', data: { ...idOf(state), ...order, payeePartyId: opened.freelancerPartyId } }];
};

export const decideSplit = (state: DisputeState, { data: { at } }: Of<'OrderSplit'>): Events => {
  const notBefore = state.outcome?.splitAt;
  return notBefore !== undefined && isBefore(at, notBefore) ? [] : splitOrdered(state);
};

export const decideExecution = (state: DisputeState, { data: { splitId, at } }: Of<'NoteExecution'>): Events =>
  state.splits.at(-1) === splitId
    ? [{ type: 'RulingExecuted', data: { ...idOf(state), splitId } }, closedEvent(state, 'executed', at)]
    : [];

export const decideBlock = (state: DisputeState, { data: { splitId, reasonCode, at } }: Of<'BlockExecution'>): Events =>
  state.splits.at(-1) === splitId ? [{ type: 'ExecutionBlocked', data: { ...idOf(state), splitId, reasonCode, since: at } }] : [];

export const decideRepair = (state: DisputeState, { data }: Of<'ProposeRepair'>): Events => {
  const { by: proposedBy, repairId, reason } = data;
  return [{ type: 'RepairProposed', data: { ...idOf(state), repairId, proposedBy, reason } }];
};

export const decideRepairApproval = (state: DisputeState, { data: { repairId, by } }: Of<'ApproveRepair'>): Events => {
  if (state.repair?.repairId !== repairId) throw illegal(state, 'Nobody proposed this repair');
  if (state.repair.proposedBy === by) throw fail('DISPUTES.FOUR_EYES_REQUIRED', 'A second person approves a repair');
  return splitOrdered(state);
};
