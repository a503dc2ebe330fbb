import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { asPublic, object, optional } from '../schema/field.js';
import { count, id, instant, oneOf, policyVersion, publicCode, share } from '../schema/fields.js';
import { score } from '../structures/rating.js';

/**
 * A new score, or "new" without a number (reputation.md, Score v1).
 * `headline`, `mean` and `interval` are 0 to 100 with one decimal, absent while the party is "new"; `n`: evidence items,
 * `clients`: distinct clients.
 */
export const scoreRecomputedV1 = defineFactSchema({
  name: 'ScoreRecomputed',
  version: 1,
  owner: 'reputation',
  key: 'partyId',
  says: 'a new score, or new without a number',
  data: {
    partyId: id,
    side: oneOf('freelancer', 'client'),
    roleId: publicCode,
    headline: optional(score),
    mean: optional(score),
    interval: optional(object({ low: score, high: score, level: asPublic(share) })),
    n: asPublic(count),
    clients: asPublic(count),
    scoreVersion: policyVersion,
    asOf: instant,
  },
  example: {
    partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    side: 'freelancer',
    roleId: 'listing_optimization',
    headline: 71.3,
    mean: 83.9,
    interval: { low: 71.3, high: 94.6, level: 0.8 },
    n: 5,
    clients: 4,
    scoreVersion: 'v1',
    asOf: '2026-03-20T00:00:00.000Z',
  },
});
export type ScoreRecomputedData = DataOf<typeof scoreRecomputedV1>;
export type ScoreRecomputed = FactOf<typeof scoreRecomputedV1>;
