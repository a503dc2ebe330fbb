import { deriveId, endOfDayUtc, isBefore, minorOf, type Instant } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import policy from '../policies/dispute-v1.json' with { type: 'json' };
import type { Of } from './dispute.commands.js';
import type { DisputeEvent, EventDataOf } from './dispute.events.js';
import { demandNoConflict, idOf, illegal, shareInRange, sharesOf } from './dispute.guards.js';
import { otherSide, type DisputeState } from './dispute.state.js';
import { defaultedEvent, proposalAsDecision, settledEvent } from './outcomes.js';

type Events = readonly DisputeEvent[];

export const decideMediationRequest = (state: DisputeState, { data: { side } }: Of<'AskMediation'>): Events => {
  if (state.mediationAskedBy.includes(side)) return [];
  const asked: DisputeEvent = { type: 'MediationAsked', data: { ...idOf(state), side } };
  const both = state.mediationAskedBy.includes(otherSide(side)) && state.wanted === null;
  return both ? [asked, { type: 'MediatorWanted', data: { ...idOf(state), as: 'mediator', cause: 'asked' } }] : [asked];
};

export const decideNegotiationOver = (state: DisputeState): Events =>
  state.wanted === 'mediator'
    ? []
    : [{ type: 'MediatorWanted', data: { ...idOf(state), as: 'mediator', cause: 'negotiation_over' } }];

export const decideMediator = (state: DisputeState, { data }: Of<'AssignMediator'>): Events => {
  const awaited = state.status === 'mediation' || state.wanted === 'mediator';
  if (!awaited || data.mediatorAccountId === state.mediator?.mediatorAccountId) return [];
  return [{ type: 'MediatorAssigned', data: { ...idOf(state), ...data } }];
};

export const decideProposal = (state: DisputeState, { data }: Of<'ProposeMediation'>): Events => {
  const { by, toFreelancer, conflict, ...proposal } = data;
  if (by !== state.mediator?.mediatorAccountId) throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'The mediator of this case proposes');
  demandNoConflict(conflict);
  if (proposal.reasons.trim() === '') throw fail('DISPUTES.REASONS_MISSING', 'A proposal gives its reasons');
  const shares = sharesOf(state, shareInRange(state, toFreelancer));
  return [{ type: 'MediationProposed', data: { ...idOf(state), ...proposal, ...shares, mediatorAccountId: by } }];
};

const offered = (state: DisputeState, cause: EventDataOf<'ArbitrationOffered'>['cause'], at: Instant): DisputeEvent => {
  const answerBy = endOfDayUtc(at, policy.arbitrationOfferDays);
  return { type: 'ArbitrationOffered', data: { ...idOf(state), waived: true, answerBy, cause } };
};

export const decideMediationAnswer = (state: DisputeState, { data }: Of<'AnswerMediation'>): Events => {
  const { side, answer, at } = data;
  const { proposal } = state;
  if (!proposal) throw illegal(state, 'There is no proposal to answer yet');
  if (state.mediationAnswers[side] !== undefined) return [];
  if (!isBefore(at, proposal.answerBy))
    throw fail('DISPUTES.DEADLINE_PASSED', `An answer was possible until ${proposal.answerBy}`);
  const answered: DisputeEvent = { type: 'MediationAnswered', data: { ...idOf(state), side, answer } };
  if (answer === 'reject') return [answered, offered(state, 'rejected', at)];
  const both = state.mediationAnswers[otherSide(side)] === 'accept';
  return both ? [answered, settledEvent(state, 'mediation', minorOf(proposal.toFreelancer))] : [answered];
};

export const decideMediationOver = (state: DisputeState, { data }: Of<'EndMediation'>): Events => {
  const stale = data.cause === 'silence' && data.proposalId !== state.proposal?.proposalId;
  return stale ? [] : [offered(state, data.cause, data.at)];
};

const lastProposalOrSenior = (state: DisputeState, at: Instant): DisputeEvent | null => {
  const decided = proposalAsDecision(state, deriveId(idOf(state).disputeId, 'ruling', 'last_proposal'), at);
  if (decided) return decided;
  const known = state.escalations.some(({ reason }) => reason === 'no_proposal');
  return known ? null : { type: 'EscalatedToSenior', data: { ...idOf(state), reason: 'no_proposal', since: at } };
};

export const decideArbitrationAnswer = (state: DisputeState, { data: { side, answer, at } }: Of<'AnswerArbitration'>): Events => {
  const { arbitrationOffer: offer, arbitrationAnswers: answers } = state;
  if (answers[side] !== undefined) return [];
  if (offer && !isBefore(at, offer.answerBy))
    throw fail('DISPUTES.DEADLINE_PASSED', `An answer was possible until ${offer.answerBy}`);
  const answered: DisputeEvent = { type: 'ArbitrationAnswered', data: { ...idOf(state), side, answer } };
  if (answers[otherSide(side)] !== answer) return [answered];
  if (answer === 'agree')
    return [answered, { type: 'MediatorWanted', data: { ...idOf(state), as: 'arbitrator', cause: 'agreed' } }];
  const end = lastProposalOrSenior(state, at);
  return end ? [answered, end] : [answered];
};

/** One agreed and the other did not: the other loses. Nobody agreed: the last proposal counts; without one the senior queue decides. */
export const decideOfferOver = (state: DisputeState, { data: { at } }: Of<'EndArbitrationOffer'>): Events => {
  const { client, freelancer } = state.arbitrationAnswers;
  if (client === 'agree' && freelancer === 'agree') return []; // an arbitrator is being looked for
  const alone = client === 'agree' ? 'client' : freelancer === 'agree' ? 'freelancer' : null;
  if (alone && state.arbitrationAnswers[otherSide(alone)] === undefined)
    return [defaultedEvent(state, otherSide(alone), deriveId(idOf(state).disputeId, 'ruling', 'arbitration_silence'), at)];
  const end = lastProposalOrSenior(state, at);
  return end ? [end] : [];
};
