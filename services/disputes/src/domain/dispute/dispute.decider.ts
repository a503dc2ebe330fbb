import type { Decider } from '@guildhall/kernel';
import * as execution from './decide-execution.js';
import * as mediation from './decide-mediation.js';
import * as offers from './decide-offers.js';
import * as opening from './decide-opening.js';
import type { DisputeCommand } from './dispute.commands.js';
import type { DisputeEvent } from './dispute.events.js';
import { evolveDispute } from './dispute.evolve.js';
import { demandAllowed, idOf, isAllowed } from './dispute.guards.js';
import { noDispute, type DisputeState } from './dispute.state.js';

/** Timers and facts that come when the dispute has moved on change nothing; acts of people are refused then. */
const OF_MACHINES: readonly DisputeCommand['type'][] = [
  'NoteFreeze', 'RemindResponse', 'Default', 'SettleSealed', 'EndNegotiation', 'AssignMediator', 'EndMediation', 'EndArbitrationOffer',
  'StartArbitration', 'Escalate', 'OrderSplit', 'NoteExecution', 'BlockExecution',
]; // prettier-ignore

/** A quarrel about an amount of one milestone (disputes.md). */
export const disputeDecider: Decider<DisputeCommand, DisputeEvent, DisputeState> = {
  initialState: () => noDispute,
  decide(command, state) {
    if (command.type === 'OpenDispute') return opening.decideOpen(state, command);
    idOf(state);
    if (OF_MACHINES.includes(command.type) && !isAllowed(state, command.type)) return [];
    demandAllowed(state, command.type);
    switch (command.type) {
      case 'NoteFreeze':
        return opening.decideFreeze(state, command);
      case 'RemindResponse':
        return opening.decideReminder(state, command);
      case 'Respond':
        return opening.decideResponse(state, command);
      case 'AcceptClaim':
        return opening.decideAcceptance(state, command);
      case 'Default':
        return opening.decideSilence(state, command);
      case 'Withdraw':
        return opening.decideWithdrawal(state, command);
      case 'MakeOffer':
        return offers.decideOffer(state, command);
      case 'SealOffer':
        return [{ type: 'OfferSealed', data: { ...idOf(state), ...command.data } }];
      case 'SettleSealed':
        return offers.decideSealedMatch(state, command);
      case 'AcceptOffer':
        return offers.decideOfferAcceptance(state, command);
      case 'AskMediation':
        return mediation.decideMediationRequest(state, command);
      case 'EndNegotiation':
        return mediation.decideNegotiationOver(state);
      case 'AssignMediator':
        return mediation.decideMediator(state, command);
      case 'ProposeMediation':
        return mediation.decideProposal(state, command);
      case 'AnswerMediation':
        return mediation.decideMediationAnswer(state, command);
      case 'EndMediation':
        return mediation.decideMediationOver(state, command);
      case 'AnswerArbitration':
        return mediation.decideArbitrationAnswer(state, command);
      case 'EndArbitrationOffer':
        return mediation.decideOfferOver(state, command);
      case 'StartArbitration':
        return execution.decideArbitrator(state, command);
      case 'AddExhibit':
        return execution.decideExhibit(state, command);
      case 'Rule':
        return execution.decideRuling(state, command);
      case 'ForceDecision':
        return execution.decideForced(state, command);
      case 'Escalate':
        return execution.decideEscalation(state, command);
      case 'OrderSplit':
        return execution.decideSplit(state, command);
      case 'NoteExecution':
        return execution.decideExecution(state, command);
      case 'BlockExecution':
        return execution.decideBlock(state, command);
      case 'ProposeRepair':
        return execution.decideRepair(state, command);
      case 'ApproveRepair':
        return execution.decideRepairApproval(state, command);
    }
  },
  evolve: evolveDispute,
};
