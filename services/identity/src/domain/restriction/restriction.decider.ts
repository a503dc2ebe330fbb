import { allowedIn, deriveId, isBefore, type Command, type Decider, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import type { Grounds, Limiting, RestrictionEvent } from './restriction.events.js';
import { appealsUntil, restrictionPolicy } from './restriction.policy.js';
import { evolveRestriction, groundsOf, noRestriction, type RestrictionState } from './restriction.state.js';
import { restrictionTransitions } from './restriction.transitions.js';

/** A step that staff takes. The review date is a UTC day. */
export type StepCommand = Grounds & { partyId: string; restrictionId: string; by: string; at: Instant };

export type RestrictionCommand =
  | Command<'GiveNotice', StepCommand>
  | Command<'Limit', StepCommand>
  | Command<'ProposeSuspension', StepCommand>
  | Command<'ApproveSuspension', { by: string; at: Instant }>
  | Command<'Lift', { by: string; reason: string; at: Instant }>
  /** The timer of a review date. */
  | Command<'Lapse', { restrictionId: string; reviewDate: string; at: Instant }>
  | Command<'OpenAppeal', { by: string; text: string; at: Instant }>;

type Events = readonly RestrictionEvent[];

const illegal = (command: RestrictionCommand['type'], { stage }: RestrictionState, why: string) =>
  fail('IDENTITY.ILLEGAL_TRANSITION', `${command}: ${why}`, { allowed: allowedIn(restrictionTransitions, stage) });

/** One restriction of one party, from notice to its lifting. Contracts that run and money that is earned stay out of it. */
export const restrictionDecider: Decider<RestrictionCommand, RestrictionEvent, RestrictionState> = {
  initialState: () => noRestriction,
  decide({ type, data }, state) {
    const { stage, partyId, restrictionId } = state;
    switch (type) {
      case 'GiveNotice':
        if (stage !== '(none)') throw illegal(type, state, 'this restriction exists');
        return [noticeOf(data)];
      case 'Limit': {
        if (stage !== '(none)' && stage !== 'notice') throw illegal(type, state, `not after ${stage}`);
        return [...noticeBefore(data, state), restricted(data, afterNotice(data, state), 'limited', [data.by])];
      }
      case 'ProposeSuspension':
        return proposed(data, state);
      case 'ApproveSuspension': {
        const { proposal } = state;
        if (!proposal) throw illegal(type, state, 'nobody proposed a suspension');
        if (proposal.by === data.by) throw fail('IDENTITY.FOUR_EYES_REQUIRED', 'A second operator approves');
        const step = { ...proposal.grounds, partyId, restrictionId, at: data.at };
        return [restricted(step, state, 'suspended', [proposal.by, data.by])];
      }
      case 'Lift': {
        if (stage !== 'limited' && stage !== 'suspended') throw illegal(type, state, 'nothing is restricted');
        const { by: liftedBy, reason, at } = data;
        return [
          { type: 'RestrictionLifted', data: { partyId, restrictionId, cause: 'lifted_by_operator', liftedBy, reason, at } },
        ];
      }
      case 'Lapse': {
        const isCurrent = (stage === 'limited' || stage === 'suspended') && state.reviewDate === data.reviewDate;
        if (!isCurrent) return [];
        const cause = 'review_date_passed';
        return [
          { type: 'RestrictionLifted', data: { partyId, restrictionId, cause, liftedBy: null, reason: null, at: data.at } },
        ];
      }
      case 'OpenAppeal': {
        if (stage === '(none)' || stage === 'lifted') throw illegal(type, state, 'there is no step to appeal against');
        if (state.appeal === 'open') throw fail('IDENTITY.APPEAL_ALREADY_OPEN', 'This step is under appeal');
        if (isBefore(appealsUntil(state.since), data.at))
          throw fail(
            'IDENTITY.APPEAL_WINDOW_CLOSED',
            `A step may be appealed for ${restrictionPolicy.appealWindowMonths} months`,
          );
        const { by: openedBy, text, at: openedAt } = data;
        const appealId = appealIdOf(restrictionId, state.steps);
        return [{ type: 'AppealOpened', data: { appealId, restrictionId, partyId, openedBy, text, openedAt } }];
      }
    }
  },
  evolve: evolveRestriction,
};

/** Known before anybody appeals: the party is told under which id it may. */
const appealIdOf = (restrictionId: string, step: number): string => deriveId(restrictionId, 'appeal', String(step));

const complete = (grounds: Grounds): Grounds => {
  const { scope, reasonCode, evidenceRefs, reviewDate } = grounds;
  if (scope.length === 0 || reasonCode === '' || evidenceRefs.length === 0 || reviewDate === '')
    throw fail('IDENTITY.RESTRICTION_INCOMPLETE', 'A restriction has reason, evidence, scope and review date');
  return groundsOf(grounds);
};

const noticeOf = (step: StepCommand): RestrictionEvent => {
  const { partyId, restrictionId, by, at } = step;
  return {
    type: 'PartyNotified',
    data: { ...complete(step), partyId, restrictionId, appealId: appealIdOf(restrictionId, 1), at, by },
  };
};

/** Nobody is limited without a notice; who is limited at once gets both. */
const noticeBefore = (step: StepCommand, { stage }: RestrictionState): Events => (stage === '(none)' ? [noticeOf(step)] : []);
const afterNotice = (step: StepCommand, state: RestrictionState): RestrictionState =>
  noticeBefore(step, state).reduce(evolveRestriction, state);

const restricted = (
  step: Grounds & { at: Instant },
  { partyId, restrictionId, steps }: RestrictionState,
  stage: Limiting,
  decidedBy: readonly string[],
): RestrictionEvent => {
  const appealId = appealIdOf(restrictionId, steps + 1);
  const { carveOut } = restrictionPolicy;
  return {
    type: 'PartyRestricted',
    data: { ...complete(step), partyId, restrictionId, appealId, at: step.at, stage, carveOut, decidedBy },
  };
};

const proposed = (step: StepCommand, state: RestrictionState): Events => {
  const { stage, proposal } = state;
  if (stage === 'suspended' || stage === 'lifted') throw illegal('ProposeSuspension', state, `not after ${stage}`);
  if (proposal) throw illegal('ProposeSuspension', state, 'a suspension waits for a second operator');
  const isFraud = step.reasonCode.startsWith(restrictionPolicy.fraudReasonPrefix);
  if (stage !== 'limited' && !isFraud)
    throw illegal('ProposeSuspension', state, 'a suspension follows a limit, unless it is for fraud');
  const after = afterNotice(step, state);
  const { partyId, restrictionId, by, at } = step;
  const appealId = appealIdOf(restrictionId, after.steps + 1);
  return [
    ...noticeBefore(step, state),
    { type: 'SuspensionProposed', data: { ...complete(step), partyId, restrictionId, appealId, at, by } },
  ];
};
