import { randomBytes } from 'node:crypto';
import {
  sealEnvelope,
  SUBJECT_KEYS,
  type CommandContext,
  type StoredEvent,
  type SubjectKeys,
  type Written,
} from '@guildhall/event-sourcing';
import type { SeatRole, VerifiedCaller } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { fail } from '../../domain/reputation.errors.js';
import { demandComplete, demandNoContactData, otherSide, type Review } from '../../domain/reviews/review.js';
import { partyOn, sideOf, type ReviewsState } from '../../domain/reviews/reviews.decider.js';
import type { ReviewsEvent } from '../../domain/reviews/reviews.events.js';
import type { Side } from '../../domain/score/evidence.js';
import { commitOf } from '../review-commit.js';
import { Reviews } from '../reviews.js';
import { SEAL, sealPlace } from '../seal-place.js';
import type { SubmitReviewRequest } from './submit-review.request.dto.js';

/** `commit`: what the sealed review is checked against once it is revealed. */
export type SealedReview = Readonly<{ commit: string; state: 'one_sealed' | 'both_sealed' }>;

/** Seats that speak for an organisation. */
const SPEAKING: readonly SeatRole[] = ['owner', 'admin', 'hiring'];
const SALT_BYTES = 32;

/** The side that the caller reviews for. One answer for strangers and unknown contracts, so that ids cannot be probed. */
const sideOfCaller = ({ window }: ReviewsState, { partyId, accountId, seatRole, seats }: VerifiedCaller): Side => {
  const side = window && sideOf(window, partyId);
  if (!window || !side) throw fail('REPUTATION.NOT_ELIGIBLE', 'The parties of a paid contract review it once it has ended');
  if (seatRole !== null && !SPEAKING.includes(seatRole))
    throw fail('REPUTATION.NOT_ELIGIBLE', `A ${seatRole} seat does not review`);
  const other = partyOn(window, otherSide(side));
  if (accountId === other || seats.some(({ organisationId }) => organisationId === other))
    throw fail('REPUTATION.NOT_ELIGIBLE', 'Nobody reviews the own side');
  return side;
};

@Injectable()
export class SubmitReviewHandler {
  constructor(
    private readonly reviews: Reviews,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
  ) {}

  async execute(
    contractId: string,
    request: SubmitReviewRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<SealedReview>> {
    const { state } = await this.reviews.load(contractId);
    const side = sideOfCaller(state, caller);
    const review = reviewOf(request);
    demandComplete(side, review.dimensions);
    demandNoContactData(review.text);
    const salt = randomBytes(SALT_BYTES).toString('hex');
    const commit = commitOf(contractId, side, review, salt);
    const sealed = await sealEnvelope(this.keys, SEAL, sealPlace(contractId, side), { ...review, salt });
    const author = { authorPartyId: caller.partyId, authorAccountId: caller.accountId };
    const data = { contractId, side, ...author, commit, sealed, sealedAt: context.occurredAt };
    const written = await this.reviews.handle({ type: 'Seal', data }, context, (now) => void sideOfCaller(now, caller));
    return written.with(answerOf(written.events));
  }
}

const reviewOf = ({ dimensions, text = '', privateNote = '' }: SubmitReviewRequest): Review => ({
  dimensions: dimensions.map(({ name, rating }) => ({ name, rating })),
  text,
  privateNote,
});

/** Of the events alone: a repeat gets the first commit, not that of a new salt. */
const answerOf = (events: readonly StoredEvent[]): SealedReview => {
  const sealed = events[0]?.data as Extract<ReviewsEvent, { type: 'ReviewSealed' }>['data'];
  return { commit: sealed.commit, state: sealed.sides.length > 1 ? 'both_sealed' : 'one_sealed' };
};
