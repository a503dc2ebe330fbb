import { deriveId, endOfDayUtc, isBefore, minorOf } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import policy from '../policies/dispute-v1.json' with { type: 'json' };
import type { Of } from './dispute.commands.js';
import type { DisputeEvent } from './dispute.events.js';
import { demandRespondent, idOf, illegal, shareInRange, shareWhenLost } from './dispute.guards.js';
import { respondentSide, type DisputeState } from './dispute.state.js';
import { closedEvent, defaultedEvent, settledEvent } from './outcomes.js';

type Events = readonly DisputeEvent[];

/** Refuses an opening that could never be one; also asked before the slot is reserved. */
export const demandOpenable = ({ data: { amount, disputable, window } }: Of<'OpenDispute'>): void => {
  if (window === 'closed') {
    const { openWithinDaysOfEnd: days } = policy;
    throw fail('DISPUTES.WINDOW_CLOSED', `A dispute is opened within ${days} days of the contract's end`);
  }
  if (minorOf(disputable) === 0n) {
    const { lookbackDays: days } = policy;
    throw fail('DISPUTES.NOTHING_DISPUTABLE', `Nothing is held, and nothing was released in the last ${days} days`);
  }
  const claimed = minorOf(amount);
  if (amount.currency !== disputable.currency || claimed <= 0n || claimed > minorOf(disputable)) {
    throw fail('DISPUTES.AMOUNT_TOO_HIGH', 'Claim more than nothing, and no more than is held and was released lately', {
      maximum: disputable,
    });
  }
};

export const decideOpen = (state: DisputeState, command: Of<'OpenDispute'>): Events => {
  if (state.opened) return [];
  demandOpenable(command);
  const { disputable: _disputable, window: _window, ...opened } = command.data;
  return [
    {
      type: 'DisputeOpened',
      data: {
        ...opened,
        scopeKind: 'milestone',
        lane: 'standard',
        longStopAt: endOfDayUtc(opened.openedAt, policy.longStopDays),
        defaultOutcome: policy.silence,
        policyRefs: { dispute: policy.version },
      },
    },
  ];
};

export const decideFreeze = (state: DisputeState, { data: { at, ...found } }: Of<'NoteFreeze'>): Events => {
  const nothing = [found.heldFrozen, found.walletFrozenNet, found.shortfallNet].every((part) => minorOf(part) === 0n);
  return nothing
    ? [closedEvent(state, 'nothing_disputable', at)]
    : [{ type: 'ResponseAwaited', data: { ...idOf(state), ...found } }];
};

export const decideReminder = (state: DisputeState, { data: { reminder } }: Of<'RemindResponse'>): Events => {
  const { opened, awaited, reminders } = state;
  if (!opened || !awaited || reminder <= reminders) return [];
  const { respondBy } = awaited;
  return [{ type: 'ResponseReminded', data: { ...idOf(state), partyId: opened.against, reminder, respondBy } }];
};

export const decideResponse = (state: DisputeState, { data: { at, ...response } }: Of<'Respond'>): Events => {
  demandRespondent(state, response.partyId);
  if (state.awaited && !isBefore(at, state.awaited.respondBy))
    throw fail('DISPUTES.DEADLINE_PASSED', `An answer was possible until ${state.awaited.respondBy}`);
  if (response.toFreelancer) shareInRange(state, response.toFreelancer);
  const negotiationEndsAt = endOfDayUtc(at, policy.negotiationDays);
  const mediationEndsAt = endOfDayUtc(at, policy.mediation.totalDays);
  const data = { ...idOf(state), ...response, givenAt: at, negotiationEndsAt, mediationEndsAt };
  return [{ type: 'ResponseGiven', data }];
};

export const decideAcceptance = (state: DisputeState, { data: { partyId } }: Of<'AcceptClaim'>): Events => {
  demandRespondent(state, partyId);
  return [settledEvent(state, 'claim_accepted', shareWhenLost(state, respondentSide(state)))];
};

export const decideSilence = (state: DisputeState, { data: { at } }: Of<'Default'>): Events => {
  if (state.awaited && isBefore(at, state.awaited.respondBy)) return [];
  return [defaultedEvent(state, respondentSide(state), deriveId(idOf(state).disputeId, 'ruling', 'silence'), at)];
};

/** A share that the respondent asks for is a counterclaim: it is settled or decided, the opener cannot take it away. */
export const decideWithdrawal = (state: DisputeState, { data: { partyId, at } }: Of<'Withdraw'>): Events => {
  if (state.opened?.openedBy !== partyId) throw fail('DISPUTES.ACTOR_NOT_ALLOWED', 'Only who opened a dispute withdraws it');
  if (state.response?.toFreelancer) throw illegal(state, 'The other side asks for a share of its own: settle that first');
  return [closedEvent(state, 'withdrawn', at)];
};
