import { describe, expect, it } from '@jest/globals';
import { capabilities } from './capabilities/capabilities.projection.js';
import { erasures } from './erasures/erasures.projection.js';
import { restrictions } from './restrictions/restrictions.projection.js';
import { reviewQueue } from './review-queue/review-queue.projection.js';

const keysOf = ({ indexes = [] }: { indexes?: readonly { key: object }[] }) =>
  indexes.map(({ key }) => Object.keys(key).join(','));

describe('Queries of verifications and restrictions', () => {
  it('read what a party may do by id', () => expect(keysOf(capabilities)).toEqual([]));
  it('read what waits for a review by state, oldest first', () => expect(keysOf(reviewQueue)).toContain('state,since'));
  it('read the steps of one party by party and stage', () => expect(keysOf(restrictions)).toContain('partyId,stage'));
  it('read who asked to be forgotten by state, newest first', () => expect(keysOf(erasures)).toContain('state,requestedAt'));
  it('read the ladder by stage and review date', () => expect(keysOf(restrictions)).toContain('stage,reviewDate'));
});
