import { allowedIn, deriveId, isBefore, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { fail } from '../reputation.errors.js';
import type { Rating, ReviewsEvent, Side } from './reviews.events.js';
import { reviewsTransitions } from './reviews.transitions.js';

/** A review that the reveal use case opened; `matches`: whether its hash is the commit it was sealed with. */
export type OpenedReview = Readonly<{
  side: Side;
  dimensions: readonly Rating[];
  text: string;
  salt: string;
  matches: 'yes' | 'no';
}>;
type Sealed = EventData<ReviewsEvent, 'ReviewSealed'>;

export type ReviewsCommand =
  | Command<'OpenWindow', EventData<ReviewsEvent, 'ReviewWindowOpened'>>
  | Command<'Seal', Sealed>
  | Command<'Reveal', { opened: readonly OpenedReview[]; at: Instant }>;

export type ReviewsStatus = '(none)' | 'open' | 'one_sealed' | 'both_sealed' | 'revealed' | 'closed';
export type ReviewsState = Readonly<{
  status: ReviewsStatus;
  window: EventData<ReviewsEvent, 'ReviewWindowOpened'> | null;
  sealed: Readonly<Partial<Record<Side, Sealed>>>;
}>;

/** The ratings of one side are complete and each from 1 to 5; judged before sealing, since nobody can look later. */
export const demandComplete = (side: Side, dimensions: readonly Rating[]): void => {
  const wanted: readonly string[] = side === 'client' ? policy.dimensions.freelancer : policy.dimensions.client;
  const given = dimensions.map(({ name }) => name);
  const missing = wanted.filter((name) => !given.includes(name));
  if (missing.length > 0 || given.length !== wanted.length)
    throw fail('REPUTATION.DIMENSION_MISSING', 'Every dimension is rated once', { missing, dimensions: wanted });
  if (dimensions.some(({ rating }) => !Number.isInteger(rating) || rating < 1 || rating > 5))
    throw fail('REPUTATION.RATING_RANGE', 'A rating is a whole number from 1 to 5');
};

/** The reviews are judged where they were sealed: a reveal that does not match its commit is refused and alarms. */
const decideReveal = (state: ReviewsState, { data }: Extract<ReviewsCommand, { type: 'Reveal' }>): readonly ReviewsEvent[] => {
  const { window, sealed, status } = state;
  if (!window || status === 'revealed' || status === 'closed') return [];
  const over = !isBefore(data.at, window.closesAt);
  if (status !== 'both_sealed' && !over) return [];
  if (status === 'open') return [{ type: 'ReviewWindowClosed', data: { contractId: window.contractId } }];
  const sides = (['client', 'freelancer'] as const).filter((side) => sealed[side] !== undefined);
  return sides.map((side): ReviewsEvent => {
    const review = data.opened.find((one) => one.side === side);
    const envelope = sealed[side];
    if (!review || !envelope || review.matches === 'no')
      throw fail('REPUTATION.COMMIT_MISMATCH', 'The opened review is not the one that was sealed');
    const { contractId, roleId, flags, clientPartyId, freelancerPartyId } = window;
    const { authorPartyId, authorAccountId, commit } = envelope;
    const subjectPartyId = side === 'client' ? freelancerPartyId : clientPartyId;
    const { dimensions, text, salt } = review;
    const about = {
      reviewId: deriveId(contractId, 'review', side),
      contractId,
      side,
      authorPartyId,
      authorAccountId,
      subjectPartyId,
      roleId,
    };
    return { type: 'ReviewPublished', data: { ...about, dimensions, text, flags, commit, salt, revealedAt: data.at } };
  });
};

/** Both reviews of a contract: sealed until both are there or the window is over, then published at one instant. */
export const reviewsDecider: Decider<ReviewsCommand, ReviewsEvent, ReviewsState> = {
  initialState: () => ({ status: '(none)', window: null, sealed: {} }),
  decide(command, state) {
    switch (command.type) {
      case 'OpenWindow':
        return state.window ? [] : [{ type: 'ReviewWindowOpened', data: command.data }];
      case 'Seal': {
        const { window, status } = state;
        const { side, sealedAt } = command.data;
        if (!window) throw fail('REPUTATION.NOT_ELIGIBLE', 'A review window opens when a paid contract has ended');
        if (status === 'revealed' || status === 'both_sealed')
          throw fail('REPUTATION.ALREADY_REVEALED', 'Both reviews are in: nothing is edited any more');
        if (status === 'closed' || !isBefore(sealedAt, window.closesAt))
          throw fail('REPUTATION.WINDOW_CLOSED', `Reviews were taken until ${window.closesAt}`);
        if (status !== 'open' && status !== 'one_sealed') {
          throw fail('REPUTATION.ILLEGAL_TRANSITION', 'Not now', { allowed: allowedIn(reviewsTransitions, status as never) });
        }
        return [{ type: state.sealed[side] ? 'ReviewResealed' : 'ReviewSealed', data: command.data }];
      }
      case 'Reveal':
        return decideReveal(state, command);
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'ReviewWindowOpened':
        return { ...state, status: 'open', window: data };
      case 'ReviewSealed':
      case 'ReviewResealed': {
        const sealed = { ...state.sealed, [data.side]: data };
        return { ...state, sealed, status: sealed.client && sealed.freelancer ? 'both_sealed' : 'one_sealed' };
      }
      case 'ReviewPublished':
        return { ...state, status: 'revealed' };
      case 'ReviewWindowClosed':
        return { ...state, status: 'closed' };
    }
  },
};
