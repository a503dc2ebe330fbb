import type { Instant } from '@guildhall/kernel';
import { amountOf, respondentSide, sideOf, type DisputeState } from './dispute.state.js';
import { BEFORE_DECIDED } from './dispute.transitions.js';

/** A running clock: when it ends, and what happens then if nobody does anything. */
export type Clock = Readonly<{ name: string; endsAt: Instant; whatHappens: string }>;
/** The next step, who takes it, and until when. */
export type Next = Readonly<{ what: string; who: string; when?: Instant }>;

const clock = (name: string, endsAt: Instant | undefined, whatHappens: string): readonly Clock[] =>
  endsAt === undefined ? [] : [{ name, endsAt, whatHappens }];

const stageClocks = (state: DisputeState): readonly Clock[] => {
  const { awaited, response, proposal, mediator, arbitrationOffer, arbitration, outcome } = state;
  switch (state.status) {
    case 'awaiting_response':
      return clock('response', awaited?.respondBy, state.opened?.defaultOutcome ?? '');
    case 'negotiation':
      return clock('negotiation', response?.negotiationEndsAt, 'mediator_assigned');
    case 'mediation':
      return [
        ...(proposal
          ? clock('proposal_answer', proposal.answerBy, 'arbitration_offered')
          : clock('proposal', mediator?.proposalBy, 'proposal_overdue')),
        ...clock('mediation', response?.mediationEndsAt, 'arbitration_offered'),
      ];
    case 'arbitration_offer':
      return clock('arbitration_answer', arbitrationOffer?.answerBy, proposal ? 'last_proposal_decides' : 'senior_decides');
    case 'arbitration':
      return [
        ...clock('evidence', arbitration?.evidenceBy, 'evidence_closed'),
        ...clock('ruling', arbitration?.rulingBy, 'ruling_overdue'),
      ];
    case 'decided':
    case 'defaulted':
      return clock('split', outcome?.splitAt, 'split_ordered');
    case '(none)':
    case 'opened':
    case 'settled':
    case 'executing':
    case 'repair':
    case 'closed':
      return [];
  }
};

/** All clocks that run, the long-stop last. */
export const clocksOf = (state: DisputeState): readonly Clock[] => [
  ...stageClocks(state),
  ...(BEFORE_DECIDED.includes(state.status) ? clock('long_stop', state.opened?.longStopAt, 'senior_decides') : []),
];

/** Shown to both sides alike: the ladder has no hidden steps. */
export const nextOf = (state: DisputeState): Next | null => {
  const [first] = clocksOf(state);
  const when = first ? { when: first.endsAt } : {};
  const looking = { what: state.wanted === 'arbitrator' ? 'name_arbitrator' : 'name_mediator', who: 'platform', ...when };
  if (state.wanted !== null) return looking;
  switch (state.status) {
    case '(none)':
    case 'closed':
      return null;
    case 'opened':
      return { what: 'freeze_amount', who: 'payments', ...when };
    case 'awaiting_response':
      return { what: 'respond', who: respondentSide(state), ...when };
    case 'negotiation':
      return { what: 'offer_or_ask_mediation', who: 'both', ...when };
    case 'mediation':
      return state.proposal
        ? { what: 'answer_proposal', who: waitingFor(state.mediationAnswers), ...when }
        : { what: 'propose', who: 'mediator', ...when };
    case 'arbitration_offer':
      return { what: 'answer_arbitration', who: waitingFor(state.arbitrationAnswers), ...when };
    case 'arbitration':
      return { what: 'rule', who: 'arbitrator', ...when };
    case 'decided':
    case 'defaulted':
    case 'settled':
      return { what: 'order_split', who: 'platform', ...when };
    case 'executing':
      return { what: 'execute_split', who: 'payments' };
    case 'repair':
      return { what: state.repair ? 'approve_repair' : 'propose_repair', who: 'senior' };
  }
};

const waitingFor = (answers: Readonly<{ client?: string; freelancer?: string }>): string => {
  if (answers.client === undefined && answers.freelancer === undefined) return 'both';
  return answers.client === undefined ? 'client' : answers.freelancer === undefined ? 'freelancer' : 'platform';
};

/** Actors of the transition table that somebody is in this case. */
export const rolesIn = (
  state: DisputeState,
  person: Readonly<{ partyId: string; accountId: string; operator: 'yes' | 'no' }>,
): readonly string[] => {
  const side = sideOf(state, person.partyId);
  return [
    ...(side === null ? [] : ['party', side === respondentSide(state) ? 'respondent' : 'opener']),
    ...(state.mediator?.mediatorAccountId === person.accountId ? ['mediator'] : []),
    ...(state.arbitration?.arbitratorAccountId === person.accountId ? ['arbitrator'] : []),
    ...(person.operator === 'yes' ? ['senior'] : []),
  ];
};

/** Claim, amount found and what lies frozen, as both sides see it. */
export const moneyOf = (state: DisputeState) => ({
  amount: amountOf(state),
  claimed: state.opened?.amount ?? amountOf(state),
  ...(state.awaited
    ? {
        heldFrozen: state.awaited.heldFrozen,
        walletFrozenNet: state.awaited.walletFrozenNet,
        shortfallNet: state.awaited.shortfallNet,
      }
    : {}),
});
