import { reviewPublishedV1, scoreRecomputedV1 } from '@guildhall/event-catalogue';
import { factsFrom, type FactMapping } from '@guildhall/messaging';
import { profileStorage, type ProfileEvent } from '../domain/profile/profile.events.js';
import { reviewsStorage, type ReviewsEvent } from '../domain/reviews/reviews.events.js';

const tellReviews = factsFrom<ReviewsEvent>(reviewsStorage);
const tellProfile = factsFrom<ProfileEvent>(profileStorage);

/** What others hear of reputation: ratings without their text, scores without their reasons. */
export const reputationFacts: readonly FactMapping[] = [
  tellReviews('ReviewPublished', reviewPublishedV1, ({ data }) => {
    const { reviewId, contractId, authorPartyId, subjectPartyId, roleId, dimensions, flags, revealedAt } = data;
    return { reviewId, contractId, authorPartyId, subjectPartyId, roleId, dimensions, flags, revealedAt };
  }),
  tellProfile('ScoreRecomputed', scoreRecomputedV1, ({ data }) => {
    const { partyId, side, roleId, headline, mean, interval, n, clients, scoreVersion, asOf } = data;
    return {
      ...{ partyId, side, roleId, n, clients, scoreVersion, asOf },
      ...(headline === undefined ? {} : { headline }),
      ...(mean === undefined ? {} : { mean }),
      ...(interval === undefined ? {} : { interval }),
    };
  }),
];
