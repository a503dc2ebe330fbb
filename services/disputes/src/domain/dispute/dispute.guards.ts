import { allowedIn, minorOf, money, type Money } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import type { DisputeCommand, Ruling } from './dispute.commands.js';
import type { DisputeEvent, Side } from './dispute.events.js';
import { respondentSide, type DisputeState } from './dispute.state.js';
import { disputeTransitions } from './dispute.transitions.js';

type Id = Readonly<{ disputeId: string; contractId: string; milestoneId: string }>;

export const idOf = ({ opened }: DisputeState): Id => {
  if (!opened) throw fail('DISPUTES.NOT_A_PARTY', 'No such dispute');
  const { disputeId, contractId, milestoneId } = opened;
  return { disputeId, contractId, milestoneId };
};

/** Refuses a command that the table does not allow in this state. */
export const demandAllowed = (state: DisputeState, command: DisputeCommand['type']): void => {
  const allowed = allowedIn(disputeTransitions, state.status as never);
  if (!allowed.includes(command))
    throw fail('DISPUTES.ILLEGAL_TRANSITION', `${command} is not possible while this dispute is ${state.status}`, { allowed });
};

/** True when the table allows it; for timers and facts, whose late arrival changes nothing. */
export const isAllowed = (state: DisputeState, command: DisputeCommand['type']): boolean =>
  allowedIn(disputeTransitions, state.status as never).includes(command);

/** Both shares of the disputed amount from the freelancer's one. */
export const sharesOf = ({ amount }: DisputeState, toFreelancer: bigint): Readonly<{ toFreelancer: Money; toClient: Money }> => ({
  toFreelancer: money(toFreelancer, amount.currency),
  toClient: money(minorOf(amount) - toFreelancer, amount.currency),
});

/** The freelancer's share of an offer, within 0 and the amount. */
export const shareInRange = (state: DisputeState, toFreelancer: Money): bigint => {
  const share = minorOf(toFreelancer);
  if (toFreelancer.currency !== state.amount.currency || share < 0n || share > minorOf(state.amount)) {
    throw fail('DISPUTES.OFFER_OUT_OF_RANGE', `The share is between 0 and ${state.amount.amount} ${state.amount.currency}`, {
      amount: state.amount,
    });
  }
  return share;
};

/** What a side loses by silence: the claimed amount goes to the other one. */
export const lossOf = (state: DisputeState, loser: Side): bigint => (loser === 'client' ? minorOf(state.amount) : 0n);

export const settledEvent = (
  state: DisputeState,
  settlementId: string,
  basis: Extract<DisputeEvent, { type: 'DisputeSettled' }>['data']['basis'],
  toFreelancer: bigint,
): DisputeEvent => ({
  type: 'DisputeSettled',
  data: { ...idOf(state), settlementId, basis, amount: state.amount, ...sharesOf(state, toFreelancer) },
});

/** A default: the silent side loses and carries the fault. */
export const defaultedEvent = (
  state: DisputeState,
  loser: Side,
  { rulingId, splitAt }: Readonly<{ rulingId: string; splitAt: string }>,
): DisputeEvent => ({
  type: 'DisputeDecided',
  data: {
    ...idOf(state),
    rulingId,
    decidedAs: 'defaulted',
    amount: state.amount,
    ...sharesOf(state, lossOf(state, loser)),
    faultFreelancer: loser === 'freelancer' ? 1 : 0,
    faultClient: loser === 'client' ? 1 : 0,
    ruleIds: ['silence'],
    factIds: [idOf(state).disputeId],
    formula: 'the silent side loses the claimed amount',
    reasons: '',
    decidedBy: idOf(state).disputeId,
    splitAt,
  },
});

/** The last mediator's proposal becomes the decision; fault in the proportion of the shares. */
export const proposalAsDecision = (
  state: DisputeState,
  { rulingId, splitAt }: Readonly<{ rulingId: string; splitAt: string }>,
): DisputeEvent | null => {
  const { proposal } = state;
  if (!proposal) return null;
  const fault = Number((minorOf(proposal.toClient) * 10_000n) / (minorOf(state.amount) || 1n)) / 10_000;
  const shares = { toFreelancer: proposal.toFreelancer, toClient: proposal.toClient };
  const grounds = {
    ruleIds: proposal.ruleIds,
    factIds: [idOf(state).disputeId],
    formula: 'the last proposal of the mediator',
    reasons: proposal.reasons,
  };
  const faults = { faultFreelancer: fault, faultClient: 1 - fault };
  return {
    type: 'DisputeDecided',
    data: {
      ...idOf(state),
      rulingId,
      decidedAs: 'decided',
      amount: state.amount,
      ...shares,
      ...faults,
      ...grounds,
      decidedBy: proposal.mediatorAccountId,
      splitAt,
    },
  };
};

/** A ruling names rules, facts and formula, and its shares sum to the amount. */
export const rulingEvent = (state: DisputeState, ruling: Ruling): DisputeEvent => {
  const { by, ...decided } = ruling;
  if (
    ruling.ruleIds.length === 0 ||
    ruling.factIds.length === 0 ||
    ruling.formula.trim() === '' ||
    ruling.reasons.trim() === ''
  ) {
    throw fail('DISPUTES.REASONS_MISSING', 'A ruling names rule ids, facts, the formula and reasons');
  }
  const sum = minorOf(ruling.toFreelancer) + minorOf(ruling.toClient);
  const currencies = [ruling.toFreelancer.currency, ruling.toClient.currency];
  if (
    sum !== minorOf(state.amount) ||
    currencies.some((currency) => currency !== state.amount.currency) ||
    minorOf(ruling.toFreelancer) < 0n ||
    minorOf(ruling.toClient) < 0n
  ) {
    throw fail('DISPUTES.SPLIT_DOES_NOT_SUM', `Both shares come to ${state.amount.amount} ${state.amount.currency}`, {
      amount: state.amount,
    });
  }
  return {
    type: 'DisputeDecided',
    data: { ...idOf(state), decidedAs: 'decided', amount: state.amount, ...decided, decidedBy: by },
  };
};

export const demandRespondent = (state: DisputeState, partyId: string): void => {
  const respondent = respondentSide(state) === 'client' ? state.opened?.clientPartyId : state.opened?.freelancerPartyId;
  if (partyId !== respondent) throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'The other side answers');
};
