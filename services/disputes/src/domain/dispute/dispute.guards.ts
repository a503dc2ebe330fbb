import { allowedIn, minorOf, money, type Money } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import type { Conflict, DisputeCommand } from './dispute.commands.js';
import type { Id, Shares, Side } from './dispute.events.js';
import { amountOf, respondentSide, type DisputeState } from './dispute.state.js';
import { disputeTransitions } from './dispute.transitions.js';

/** The three ids that every event names. */
export const idOf = ({ opened }: DisputeState): Id => {
  if (!opened) throw fail('DISPUTES.NOT_A_PARTY', 'No such dispute');
  const { disputeId, contractId, milestoneId } = opened;
  return { disputeId, contractId, milestoneId };
};

export const illegal = (state: DisputeState, detail: string) =>
  fail('DISPUTES.ILLEGAL_TRANSITION', detail, { allowed: allowedIn(disputeTransitions, state.status) });

/** Whether the table has a row for this command in this state. */
export const isAllowed = ({ status }: DisputeState, command: DisputeCommand['type']): boolean =>
  allowedIn(disputeTransitions, status).includes(command);

/** Refuses a command that the table does not allow in this state. */
export const demandAllowed = (state: DisputeState, command: DisputeCommand['type']): void => {
  if (!isAllowed(state, command)) throw illegal(state, `${command} is not possible while this dispute is ${state.status}`);
};

/** Both shares of the disputed amount from the freelancer's one. */
export const sharesOf = (state: DisputeState, toFreelancer: bigint): Shares => {
  const { amount, currency } = amountOf(state);
  return { toFreelancer: money(toFreelancer, currency), toClient: money(BigInt(amount) - toFreelancer, currency) };
};

/** The freelancer's share of an offer in minor units, within 0 and the amount. */
export const shareInRange = (state: DisputeState, toFreelancer: Money): bigint => {
  const amount = amountOf(state);
  const share = minorOf(toFreelancer);
  if (toFreelancer.currency !== amount.currency || share < 0n || share > minorOf(amount)) {
    throw fail('DISPUTES.OFFER_OUT_OF_RANGE', `The share is between 0 and ${amount.amount} ${amount.currency}`, { amount });
  }
  return share;
};

/** Both sides' shares of a decision: of the disputed currency, never negative, and exactly its amount together. */
export const demandSum = (state: DisputeState, { toFreelancer, toClient }: Shares): void => {
  const amount = amountOf(state);
  const fits = [toFreelancer, toClient].every((share) => share.currency === amount.currency && minorOf(share) >= 0n);
  if (fits && minorOf(toFreelancer) + minorOf(toClient) === minorOf(amount)) return;
  throw fail('DISPUTES.SPLIT_DOES_NOT_SUM', `Both shares come to ${amount.amount} ${amount.currency}`, { amount });
};

/** What the freelancer gets when a side loses the claimed amount. */
export const shareWhenLost = (state: DisputeState, loser: Side): bigint => (loser === 'client' ? minorOf(amountOf(state)) : 0n);

export const demandRespondent = (state: DisputeState, partyId: string): void => {
  const { opened } = state;
  const respondent = respondentSide(state) === 'client' ? opened?.clientPartyId : opened?.freelancerPartyId;
  if (partyId !== respondent) throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'The other side answers');
};

export const demandNoConflict = (conflict: Conflict): void => {
  if (conflict === 'shared_history')
    throw fail('DISPUTES.CONFLICT_OF_INTEREST', 'Who decides shares no history with a party of the case');
};
