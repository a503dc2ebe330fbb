import type { DisputeEvent } from './dispute.events.js';
import { noDispute, type DisputeState } from './dispute.state.js';

export const evolveDispute = (state: DisputeState, { type, data }: DisputeEvent): DisputeState => {
  switch (type) {
    case 'DisputeOpened':
      return { ...noDispute, status: 'opened', opened: data };
    case 'ResponseAwaited':
      return { ...state, status: 'awaiting_response', awaited: data };
    case 'ResponseReminded':
      return { ...state, reminders: data.reminder };
    case 'ResponseGiven':
      return { ...state, status: 'negotiation', response: data };
    case 'OfferMade': {
      const { offerId, side, toFreelancer } = data;
      return { ...state, offers: [...state.offers, { offerId, side, kind: 'open', toFreelancer }] };
    }
    case 'OfferSealed': {
      const { offerId, side } = data;
      return { ...state, offers: [...state.offers, { offerId, side, kind: 'sealed' }] };
    }
    case 'DisputeSettled': {
      const { toFreelancer, toClient, settlementId: basisId, offerId } = data;
      const outcome = { toFreelancer, toClient, basis: 'settlement', basisId } as const;
      return { ...state, status: 'settled', wanted: null, outcome: offerId === undefined ? outcome : { ...outcome, offerId } };
    }
    case 'MediationAsked':
      return { ...state, mediationAskedBy: [...state.mediationAskedBy, data.side] };
    case 'MediatorWanted':
      return { ...state, wanted: data.as };
    case 'MediatorAssigned': {
      const { mediatorAccountId, reasonCodes, proposalBy } = data;
      return { ...state, status: 'mediation', wanted: null, mediator: { mediatorAccountId, reasonCodes, proposalBy } };
    }
    case 'MediationProposed':
      return { ...state, proposal: data, mediationAnswers: {} };
    case 'MediationAnswered':
      return { ...state, mediationAnswers: { ...state.mediationAnswers, [data.side]: data.answer } };
    case 'ArbitrationOffered': {
      const { answerBy, cause } = data;
      return { ...state, status: 'arbitration_offer', arbitrationOffer: { answerBy, cause } };
    }
    case 'ArbitrationAnswered':
      return { ...state, arbitrationAnswers: { ...state.arbitrationAnswers, [data.side]: data.answer } };
    case 'ArbitrationStarted': {
      const { arbitratorAccountId, reasonCodes, evidenceBy, rulingBy } = data;
      const arbitration = { arbitratorAccountId, reasonCodes, evidenceBy, rulingBy };
      return { ...state, status: 'arbitration', wanted: null, arbitration };
    }
    case 'ExhibitAdded': {
      const { disputeId: _dispute, contractId: _contract, milestoneId: _milestone, ...exhibit } = data;
      return { ...state, exhibits: [...state.exhibits, exhibit] };
    }
    case 'EscalatedToSenior':
      return { ...state, escalations: [...state.escalations, { reason: data.reason, since: data.since }] };
    case 'DisputeDecided': {
      const { toFreelancer, toClient, rulingId: basisId, splitAt, decidedAs } = data;
      const outcome = { toFreelancer, toClient, basis: 'ruling', basisId, splitAt } as const;
      return { ...state, status: decidedAs, wanted: null, ruling: data, outcome };
    }
    case 'SplitOrdered':
      return { ...state, status: 'executing', splits: [...state.splits, data.splitId], blocked: null, repair: null };
    case 'RulingExecuted':
      return state;
    case 'ExecutionBlocked': {
      const { splitId, reasonCode, since } = data;
      return { ...state, status: 'repair', blocked: { splitId, reasonCode, since } };
    }
    case 'RepairProposed': {
      const { repairId, proposedBy, reason } = data;
      return { ...state, repair: { repairId, proposedBy, reason } };
    }
    case 'DisputeClosed': {
      const { outcome, closedAt } = data;
      return { ...state, status: 'closed', wanted: null, closed: { outcome, closedAt } };
    }
  }
};
