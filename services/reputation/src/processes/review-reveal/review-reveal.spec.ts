import { describe, it } from '@jest/globals';
import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { CLOSES, CONTRACT, opened, sealed, window } from '../../domain/reviews/reviews.factory.js';
import type { ReviewsEvent } from '../../domain/reviews/reviews.events.js';
import { reviewReveal } from './review-reveal.process.js';

type Own = Parameters<typeof reviewReveal.react>[0];
const given = processSpecFor(reviewReveal);
const own = (event: ReviewsEvent): Own => event as Own;
const contractId = CONTRACT;
const revealed = (at: string) => send('reveal', { type: 'RevealReviews', data: { contractId, at } });
const AT = '2026-03-04T10:00:00.000Z';
const closed: Own = { type: 'ReviewWindowClosed', data: window };

describe('The reveal of reviews', () => {
  it('waits for the end of the window', () =>
    given()
      .when(own(opened()))
      .then(startTimer('window', CLOSES, { contractId })));
  it('waits while one side has sealed', () =>
    given(own(opened()))
      .when(own(sealed('client', ['client'])))
      .thenNothing());
  it('comes at the instant of the second seal', () =>
    given(own(opened()), own(sealed('client', ['client'])))
      .when([own(sealed('freelancer', ['client', 'freelancer'])), { occurredAt: AT }])
      .then(revealed(AT)));
  it('comes when the window is over', () =>
    given(own(opened()))
      .when([{ type: 'timer.window', data: { contractId } }, { occurredAt: CLOSES }])
      .then(revealed(CLOSES)));
  it('stops the clock', () => given(own(opened())).when(closed).then(cancelTimer('window')));
  it('alarms operators when a review is not what was sealed', () =>
    given(own(opened()))
      .when({ type: 'CommandRefused', data: { contractId, step: 'reveal', code: 'REPUTATION.COMMIT_MISMATCH' } })
      .then(escalate('REPUTATION.COMMIT_MISMATCH')));
});
