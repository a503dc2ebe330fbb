import { openEnvelope, SUBJECT_KEYS, type CommandContext, type SubjectKeys } from '@guildhall/event-sourcing';
import { isDomainError } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { mayReveal, type OpenedReview, type ReviewsState } from '../../domain/reviews/reviews.decider.js';
import type { Review } from '../../domain/reviews/review.js';
import type { SealedReview } from '../../domain/reviews/reviews.events.js';
import type { RevealReviews } from '../../processes/review-reveal/review-reveal.process.js';
import { commitOf } from '../review-commit.js';
import { Reviews } from '../reviews.js';
import { sealPlace } from '../seal-place.js';

type SealedContent = Review & Readonly<{ salt: string }>;

/** The only place that opens sealed reviews, and only where the state allows it; no route leads here. */
@Injectable()
export class RevealReviewsHandler {
  constructor(
    private readonly reviews: Reviews,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
  ) {}

  /** Refused with `REPUTATION.COMMIT_MISMATCH` where a review is not the one that was sealed. */
  async execute({ data: { contractId, at } }: RevealReviews, context: CommandContext): Promise<void> {
    for (;;) {
      const { state, revision } = await this.reviews.load(contractId);
      const opened = mayReveal(state, at) ? await this.open(contractId, state) : [];
      try {
        // At the revision that was opened: a review sealed again meanwhile is opened again.
        await this.reviews.note({ type: 'Reveal', data: { contractId, opened, at } }, { ...context, ifMatch: revision });
        return;
      } catch (error) {
        if (!isDomainError(error) || error.code !== 'COMMON.REVISION_CONFLICT') throw error;
      }
    }
  }

  private open(contractId: string, { sealed }: ReviewsState): Promise<readonly OpenedReview[]> {
    const reviews = [sealed.client, sealed.freelancer].filter((review) => review !== undefined);
    return Promise.all(reviews.map((review) => this.openOne(contractId, review)));
  }

  private async openOne(contractId: string, { side, sealed, commit }: SealedReview): Promise<OpenedReview> {
    const content = (await openEnvelope(this.keys, sealPlace(contractId, side), sealed)) as SealedContent;
    const { dimensions, text, privateNote, salt } = content;
    const matches = commitOf(contractId, side, content, salt) === commit ? 'yes' : 'no';
    return { side, dimensions, text, privateNote, salt, matches };
  }
}
