import { allowedIn, deriveId, endOfDayUtc, isBefore, type Command, type Decider, type Instant } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { fail } from '../reputation.errors.js';
import type { Side } from '../score/evidence.js';
import { otherSide, type Review } from './review.js';
import type { ReviewsEvent, SealedReview, Window } from './reviews.events.js';
import { reviewsTransitions } from './reviews.transitions.js';

/** A review that the reveal use case opened; `matches`: whether its hash is the commit it was sealed with. */
export type OpenedReview = Review & Readonly<{ side: Side; salt: string; matches: 'yes' | 'no' }>;

export type ReviewsCommand =
  | Command<'OpenWindow', Omit<Window, 'closesAt'>>
  | Command<'Seal', SealedReview>
  | Command<'FlagReviews', { contractId: string; flag: string }>
  | Command<'Reveal', { contractId: string; opened: readonly OpenedReview[]; at: Instant }>;

export type ReviewsStatus = '(none)' | 'open' | 'one_sealed' | 'both_sealed' | 'revealed' | 'closed';
export type ReviewsState = Readonly<{
  status: ReviewsStatus;
  window: Window | null;
  sealed: Readonly<Partial<Record<Side, SealedReview>>>;
}>;

const SIDES = ['client', 'freelancer'] as const;

export const partyOn = ({ clientPartyId, freelancerPartyId }: Pick<Window, 'clientPartyId' | 'freelancerPartyId'>, side: Side) =>
  side === 'client' ? clientPartyId : freelancerPartyId;

/** The side that a party stands on; null for others. */
export const sideOf = (window: Pick<Window, 'clientPartyId' | 'freelancerPartyId'>, partyId: string): Side | null =>
  SIDES.find((side) => partyOn(window, side) === partyId) ?? null;

/** Whether both reviews are in, or the window is over, so that what is sealed may be opened. */
export const mayReveal = ({ status, window }: ReviewsState, at: Instant): boolean => {
  switch (status) {
    case '(none)':
    case 'revealed':
    case 'closed':
      return false;
    case 'both_sealed':
      return true;
    case 'open':
    case 'one_sealed':
      return window !== null && !isBefore(at, window.closesAt);
  }
};

const notEligible = () => fail('REPUTATION.NOT_ELIGIBLE', 'A review window opens for the parties when a paid contract has ended');

const decideSeal = (state: ReviewsState, review: SealedReview): readonly ReviewsEvent[] => {
  const { window, status, sealed } = state;
  const { side, sealedAt } = review;
  if (!window) throw notEligible();
  switch (status) {
    case '(none)':
      throw notEligible();
    case 'revealed':
      throw fail('REPUTATION.ALREADY_REVEALED', 'The reviews are published: nothing is edited any more');
    case 'closed':
      throw fail('REPUTATION.WINDOW_CLOSED', `Reviews were taken until ${window.closesAt}`);
    case 'both_sealed':
      throw fail('REPUTATION.ILLEGAL_TRANSITION', 'Both reviews are in', { allowed: allowedIn(reviewsTransitions, status) });
    case 'open':
    case 'one_sealed': {
      if (!isBefore(sealedAt, window.closesAt))
        throw fail('REPUTATION.WINDOW_CLOSED', `Reviews were taken until ${window.closesAt}`);
      const sides = SIDES.filter((one) => one === side || sealed[one] !== undefined);
      return [{ type: sealed[side] ? 'ReviewResealed' : 'ReviewSealed', data: { ...review, sides } }];
    }
  }
};

/** Both reviews, or at the deadline the one, at one instant; a review that is not what was sealed is refused and alarms. */
const decideReveal = (state: ReviewsState, opened: readonly OpenedReview[], at: Instant): readonly ReviewsEvent[] => {
  const { window, sealed, status } = state;
  if (!window || !mayReveal(state, at)) return [];
  const { contractId, roleId, flags, clientPartyId, freelancerPartyId } = window;
  if (status === 'open') return [{ type: 'ReviewWindowClosed', data: { contractId, clientPartyId, freelancerPartyId } }];
  return SIDES.flatMap((side): readonly ReviewsEvent[] => {
    const envelope = sealed[side];
    if (!envelope) return [];
    const review = opened.find((one) => one.side === side);
    if (!review || review.matches === 'no')
      throw fail('REPUTATION.COMMIT_MISMATCH', 'The opened review is not the one that was sealed');
    const { authorPartyId, authorAccountId, commit } = envelope;
    const { dimensions, text, privateNote, salt } = review;
    const author = { side, authorPartyId, authorAccountId, subjectPartyId: partyOn(window, otherSide(side)) };
    const ids = { reviewId: deriveId(contractId, 'review', side), contractId, roleId };
    return [
      {
        type: 'ReviewPublished',
        data: { ...ids, ...author, dimensions, text, privateNote, flags, commit, salt, revealedAt: at },
      },
    ];
  });
};

/** Both reviews of a contract: sealed until both are there or the window is over, then published at one instant. */
export const reviewsDecider: Decider<ReviewsCommand, ReviewsEvent, ReviewsState> = {
  initialState: () => ({ status: '(none)', window: null, sealed: {} }),
  decide({ type, data }, state) {
    switch (type) {
      case 'OpenWindow': {
        // Counted from the end of the contract, also where the money came later.
        const closesAt = endOfDayUtc(data.endedAt, policy.reviewWindowDays);
        return state.window ? [] : [{ type: 'ReviewWindowOpened', data: { ...data, closesAt } }];
      }
      case 'Seal':
        return decideSeal(state, data);
      case 'FlagReviews': {
        const known = state.window?.flags.includes(data.flag) ?? true;
        return known || state.status === 'closed' ? [] : [{ type: 'ReviewsFlagged', data }];
      }
      case 'Reveal':
        return decideReveal(state, data.opened, data.at);
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'ReviewWindowOpened':
        return { ...state, status: 'open', window: data };
      case 'ReviewSealed':
      case 'ReviewResealed': {
        const sealed = { ...state.sealed, [data.side]: data };
        return { ...state, sealed, status: data.sides.length === SIDES.length ? 'both_sealed' : 'one_sealed' };
      }
      case 'ReviewsFlagged':
        return state.window ? { ...state, window: { ...state.window, flags: [...state.window.flags, data.flag] } } : state;
      case 'ReviewPublished':
        return { ...state, status: 'revealed' };
      case 'ReviewWindowClosed':
        return { ...state, status: 'closed' };
    }
  },
};
