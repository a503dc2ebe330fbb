import { describe, expect, it } from '@jest/globals';
import { definition } from '../reputation.service.js';
import { contractReviews, type ContractReviewsDocument } from './contract-reviews/contract-reviews.projection.js';
import reviewSamples from '../domain/reviews/samples/reviews-v1.json' with { type: 'json' };

/** Every query asks by the document's id, so that none needs an index beside `_id`. */
const QUERIES = {
  'contract-reviews': 'GET /reputation/contracts/{contractId}/reviews, by contractId',
  'open-windows': 'GET /reputation/reviews?waiting=true, by party',
  scores: 'GET /reputation/parties/{partyId}/scores, by party',
  'score-reasons': 'GET /reputation/parties/{partyId}/scores/{roleId}/why, by party, side and role',
  'client-conduct': 'GET /reputation/parties/{partyId}/as-client, by party',
};

describe('Read models of reputation', () => {
  it('serve one query each, by id', () => {
    expect(definition.projections.map(({ name }) => name)).toEqual(Object.keys(QUERIES));
    expect(definition.projections.flatMap(({ indexes = [] }) => indexes)).toEqual([]);
  });

  it('show no side of a reveal before the other has been written', () => {
    const published = reviewSamples.find(({ type }) => type === 'ReviewPublished');
    const before: ContractReviewsDocument = {
      clientPartyId: 'c',
      freelancerPartyId: 'f',
      state: 'both_sealed',
      sealed: ['client', 'freelancer'],
      reviews: [],
    };
    const reduce = (document: ContractReviewsDocument | null) => contractReviews.reduce(document, published as never, 'id');
    expect([reduce(before)?.state, reduce(reduce(before))?.state]).toEqual(['both_sealed', 'revealed']);
  });
});
