import type { Transition, TransitionTable } from '@guildhall/kernel';
import type { DisputeCommand } from './dispute.commands.js';
import type { DisputeEvent } from './dispute.events.js';
import type { DisputeStatus } from './dispute.state.js';

type Row = Transition<DisputeStatus, DisputeCommand['type'], DisputeEvent['type']>;

export const BEFORE_DECIDED: readonly DisputeStatus[] = [
  'opened', 'awaiting_response', 'negotiation', 'mediation', 'arbitration_offer', 'arbitration',
]; // prettier-ignore
const TALKING: readonly DisputeStatus[] = ['negotiation', 'mediation'];
const ARGUING: readonly DisputeStatus[] = ['awaiting_response', 'negotiation', 'mediation', 'arbitration_offer', 'arbitration'];
const first = (policy: string) => ({ deadline: { policy, clock: 'first-entered' } }) as const;
const last = (policy: string) => ({ deadline: { policy, clock: 'last-entered' } }) as const;
const BOTH = { notify: ['both'] } as const;
const OTHER = { notify: ['other party'] } as const;

const opening: readonly Row[] = [
  { name: 'open', command: 'OpenDispute', actors: ['party'], from: ['(none)'], to: 'opened', events: ['DisputeOpened'], ...first('longStopDays'), ...OTHER },
  { name: 'nothing there', command: 'NoteFreeze', actors: ['system'], from: ['opened'], to: 'closed', events: ['DisputeClosed'], ...BOTH },
  { name: 'freeze seen', command: 'NoteFreeze', actors: ['system'], from: ['opened'], to: 'awaiting_response', events: ['ResponseAwaited'], ...first('response.businessDays') },
  { name: 'remind', command: 'RemindResponse', actors: ['timer'], from: ['awaiting_response'], to: 'same', events: ['ResponseReminded'], notify: ['respondent'] },
  { name: 'answer', command: 'Respond', actors: ['respondent'], from: ['awaiting_response'], to: 'negotiation', events: ['ResponseGiven'], ...first('negotiationDays'), notify: ['opener'] },
  { name: 'accept the claim', command: 'AcceptClaim', actors: ['respondent'], from: ['awaiting_response', 'negotiation'], to: 'settled', events: ['DisputeSettled'], ...BOTH },
  { name: 'silence', command: 'Default', actors: ['timer'], from: ['awaiting_response'], to: 'defaulted', events: ['DisputeDecided'], ...first('rulingWindowDays'), ...BOTH },
]; // prettier-ignore

const offers: readonly Row[] = [
  { name: 'open offer', command: 'MakeOffer', actors: ['party'], from: TALKING, to: 'same', events: ['OfferMade'], ...OTHER },
  { name: 'open offers cross', command: 'MakeOffer', actors: ['party'], from: TALKING, to: 'settled', events: ['OfferMade', 'DisputeSettled'], ...BOTH },
  { name: 'sealed offer', command: 'SealOffer', actors: ['party'], from: TALKING, to: 'same', events: ['OfferSealed'] },
  { name: 'sealed offers cross', command: 'SettleSealed', actors: ['system'], from: TALKING, to: 'settled', events: ['DisputeSettled'], ...BOTH },
  { name: 'accept an offer', command: 'AcceptOffer', actors: ['party'], from: TALKING, to: 'settled', events: ['DisputeSettled'], ...BOTH },
]; // prettier-ignore

const mediation: readonly Row[] = [
  { name: 'ask mediation', command: 'AskMediation', actors: ['party'], from: ['negotiation'], to: 'same', events: ['MediationAsked'], ...OTHER },
  { name: 'both ask', command: 'AskMediation', actors: ['party'], from: ['negotiation'], to: 'same', events: ['MediationAsked', 'MediatorWanted'] },
  { name: 'negotiation over', command: 'EndNegotiation', actors: ['timer'], from: ['negotiation'], to: 'same', events: ['MediatorWanted'] },
  { name: 'mediate', command: 'AssignMediator', actors: ['system'], from: ['negotiation'], to: 'mediation', events: ['MediatorAssigned'], ...first('mediation.proposalBusinessDays'), notify: ['both', 'mediator'] },
  { name: 'reassign the mediator', command: 'AssignMediator', actors: ['system'], from: ['mediation'], to: 'same', events: ['MediatorAssigned'], ...last('mediation.proposalBusinessDays'), notify: ['both', 'mediator'] },
  { name: 'propose', command: 'ProposeMediation', actors: ['mediator'], from: ['mediation'], to: 'same', events: ['MediationProposed'], ...last('mediation.acceptBusinessDays'), ...BOTH },
  { name: 'answer the proposal', command: 'AnswerMediation', actors: ['party'], from: ['mediation'], to: 'same', events: ['MediationAnswered'] },
  { name: 'both accept', command: 'AnswerMediation', actors: ['party'], from: ['mediation'], to: 'settled', events: ['MediationAnswered', 'DisputeSettled'], ...BOTH },
  { name: 'one rejects', command: 'AnswerMediation', actors: ['party'], from: ['mediation'], to: 'arbitration_offer', events: ['MediationAnswered', 'ArbitrationOffered'], ...first('arbitrationOfferDays'), ...BOTH },
  { name: 'mediation over', command: 'EndMediation', actors: ['timer'], from: ['mediation'], to: 'arbitration_offer', events: ['ArbitrationOffered'], ...first('arbitrationOfferDays'), ...BOTH },
]; // prettier-ignore

const arbitration: readonly Row[] = [
  { name: 'answer the offer', command: 'AnswerArbitration', actors: ['party'], from: ['arbitration_offer'], to: 'same', events: ['ArbitrationAnswered'] },
  { name: 'both agree', command: 'AnswerArbitration', actors: ['party'], from: ['arbitration_offer'], to: 'same', events: ['ArbitrationAnswered', 'MediatorWanted'] },
  { name: 'both decline', command: 'AnswerArbitration', actors: ['party'], from: ['arbitration_offer'], to: 'decided', events: ['ArbitrationAnswered', 'DisputeDecided'], ...first('rulingWindowDays'), ...BOTH },
  { name: 'both decline, no proposal', command: 'AnswerArbitration', actors: ['party'], from: ['arbitration_offer'], to: 'same', events: ['ArbitrationAnswered', 'EscalatedToSenior'], notify: ['senior'] },
  { name: 'offer over', command: 'EndArbitrationOffer', actors: ['timer'], from: ['arbitration_offer'], to: ['decided', 'defaulted'], events: ['DisputeDecided'], ...first('rulingWindowDays'), ...BOTH },
  { name: 'offer over, no proposal', command: 'EndArbitrationOffer', actors: ['timer'], from: ['arbitration_offer'], to: 'same', events: ['EscalatedToSenior'], notify: ['senior'] },
  { name: 'start arbitration', command: 'StartArbitration', actors: ['system'], from: ['arbitration_offer'], to: 'arbitration', events: ['ArbitrationStarted'], ...first('evidence.days'), notify: ['both', 'arbitrator'] },
  { name: 'reassign the arbitrator', command: 'StartArbitration', actors: ['system'], from: ['arbitration'], to: 'same', events: ['ArbitrationStarted'], ...last('rulingBusinessDays'), notify: ['both', 'arbitrator'] },
  { name: 'add an exhibit', command: 'AddExhibit', actors: ['party'], from: ARGUING, to: 'same', events: ['ExhibitAdded'] },
  { name: 'rule', command: 'Rule', actors: ['arbitrator'], from: ['arbitration'], to: 'decided', events: ['DisputeDecided'], ...first('rulingWindowDays'), ...BOTH },
  { name: 'escalate', command: 'Escalate', actors: ['timer'], from: BEFORE_DECIDED, to: 'same', events: ['EscalatedToSenior'], notify: ['senior'] },
  { name: 'force', command: 'ForceDecision', actors: ['senior'], from: BEFORE_DECIDED, to: 'decided', events: ['DisputeDecided'], ...first('rulingWindowDays'), ...BOTH },
]; // prettier-ignore

const execution: readonly Row[] = [
  { name: 'order the split', command: 'OrderSplit', actors: ['system', 'timer'], from: ['decided', 'defaulted', 'settled'], to: 'executing', events: ['SplitOrdered'] },
  { name: 'split done', command: 'NoteExecution', actors: ['system'], from: ['executing'], to: 'closed', events: ['RulingExecuted', 'DisputeClosed'], ...BOTH },
  { name: 'split refused', command: 'BlockExecution', actors: ['system'], from: ['executing'], to: 'repair', events: ['ExecutionBlocked'], notify: ['senior'] },
  { name: 'propose a repair', command: 'ProposeRepair', actors: ['senior'], from: ['repair'], to: 'same', events: ['RepairProposed'] },
  { name: 'order again', command: 'ApproveRepair', actors: ['senior'], from: ['repair'], to: 'executing', events: ['SplitOrdered'] },
  { name: 'withdraw', command: 'Withdraw', actors: ['opener'], from: BEFORE_DECIDED, to: 'closed', events: ['DisputeClosed'], ...BOTH },
]; // prettier-ignore

/**
 * disputes.md, Transitions: what is in the first version. No fee is assessed in it, so what is executed is closed in the same append.
 */
export const disputeTransitions: TransitionTable<DisputeStatus, DisputeCommand['type'], DisputeEvent['type']> = {
  aggregate: 'dispute',
  states: [...BEFORE_DECIDED, 'defaulted', 'decided', 'settled', 'executing', 'repair', 'closed'],
  ends: ['closed'],
  rows: [...opening, ...offers, ...mediation, ...arbitration, ...execution],
};

/** Commands that somebody who stands to the case as `roles` (actors of the table) may give in a state. */
export const allowedFor = (status: DisputeStatus, roles: readonly string[]): readonly string[] => [
  ...new Set(
    disputeTransitions.rows
      .filter(({ from, actors }) => from.includes(status) && actors.some((actor) => roles.includes(actor)))
      .map(({ command }) => command),
  ),
].sort(); // prettier-ignore
