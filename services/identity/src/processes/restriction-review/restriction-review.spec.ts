import { describe, it } from '@jest/globals';
import { cancelTimer, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { restrictionReview } from './restriction-review.process.js';

const given = processSpecFor(restrictionReview);
const review = { restrictionId: 'restriction-1', reviewDate: '2026-03-15' };

describe('The review of a restriction', () => {
  it('is due at 24:00 UTC of its date; each step starts the time anew', () =>
    given()
      .when({ type: 'PartyRestricted', data: review })
      .then(cancelTimer('review-date'), startTimer('review-date', '2026-03-16T00:00:00.000Z', review)));
  it('lifts the restriction when its date is over', () =>
    given()
      .when([{ type: 'timer.review-date', data: review }, { occurredAt: '2026-03-16T00:00:00.000Z' }])
      .then(send('lapse', { type: 'Lapse', data: { ...review, at: '2026-03-16T00:00:00.000Z' } })));
  it('ends with the lifting', () =>
    given()
      .when({ type: 'RestrictionLifted', data: { restrictionId: 'restriction-1' } })
      .then(cancelTimer('review-date')));
});
