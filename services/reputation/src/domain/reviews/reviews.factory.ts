import type { Side } from '../score/evidence.js';
import { dimensionsRatedBy } from './review.js';
import type { OpenedReview, ReviewsCommand } from './reviews.decider.js';
import type { ReviewsEvent, SealedReview, Window } from './reviews.events.js';

export const CONTRACT = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
export const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
export const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const ENDED = '2026-03-01T09:00:00.000Z';
export const CLOSES = '2026-03-16T00:00:00.000Z';

export const window: Window = {
  contractId: CONTRACT,
  clientPartyId: CLIENT,
  freelancerPartyId: FREELANCER,
  roleId: 'listing_optimization',
  flags: [],
  endedAt: ENDED,
  closesAt: CLOSES,
};
const { closesAt: _, ...due } = window;

export const open = (): ReviewsCommand => ({ type: 'OpenWindow', data: due });
export const opened = (): ReviewsEvent => ({ type: 'ReviewWindowOpened', data: window });

const envelope = { v: 1, kid: 'k-1', iv: 'aXY', ct: 'Y3Q', tag: 'dGFn' } as const;
const review = (side: Side, letter: string, sealedAt: string): SealedReview => ({
  contractId: CONTRACT,
  side,
  authorPartyId: side === 'client' ? CLIENT : FREELANCER,
  authorAccountId: side === 'client' ? CLIENT : FREELANCER,
  commit: `sha256:${letter.repeat(64)}`,
  sealed: envelope,
  sealedAt,
});
export const seal = (side: Side, letter = 'a', at = '2026-03-04T10:00:00.000Z'): ReviewsCommand => ({
  type: 'Seal',
  data: review(side, letter, at),
});
export const sealed = (side: Side, sides: readonly Side[], letter = 'a'): ReviewsEvent => ({
  type: 'ReviewSealed',
  data: { ...review(side, letter, '2026-03-04T10:00:00.000Z'), sides },
});

export const openedReview = (side: Side, matches: 'yes' | 'no' = 'yes'): OpenedReview => ({
  side,
  dimensions: dimensionsRatedBy(side).map((name) => ({ name, rating: 4 })),
  text: `By the ${side}`,
  privateNote: '',
  salt: 'ab'.repeat(32),
  matches,
});
export const reveal = (at: string, ...reviews: readonly OpenedReview[]): ReviewsCommand => ({
  type: 'Reveal',
  data: { contractId: CONTRACT, opened: reviews, at },
});
export const flag = (): ReviewsCommand => ({ type: 'FlagReviews', data: { contractId: CONTRACT, flag: 'full_refund' } });
