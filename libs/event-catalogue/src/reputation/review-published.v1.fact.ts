import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { asPublic, list, object } from '../schema/field.js';
import { code, id, instant, publicCode } from '../schema/fields.js';
import { rating } from '../structures/rating.js';

/** A review was revealed with its counterpart (reputation.md, Facts told). Ratings 1 to 5; the text is in no fact. */
export const reviewPublishedV1 = defineFactSchema({
  name: 'ReviewPublished',
  version: 1,
  owner: 'reputation',
  key: 'contractId',
  says: 'a review was revealed with its counterpart',
  data: {
    reviewId: id,
    contractId: id,
    authorPartyId: id,
    subjectPartyId: id,
    roleId: publicCode,
    dimensions: list(object({ name: publicCode, rating })),
    flags: list(code),
    revealedAt: asPublic(instant),
  },
  example: {
    reviewId: '2be91db6-c9d5-531a-a1f8-c631c956c38b',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    authorPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    subjectPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    roleId: 'listing_optimization',
    dimensions: [
      { name: 'quality', rating: 5 },
      { name: 'communication', rating: 4 },
    ],
    flags: [],
    revealedAt: '2026-04-03T00:00:00.000Z',
  },
});
export type ReviewPublishedData = DataOf<typeof reviewPublishedV1>;
export type ReviewPublished = FactOf<typeof reviewPublishedV1>;
