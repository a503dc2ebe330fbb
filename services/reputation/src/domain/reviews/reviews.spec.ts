import { describe, expect, it } from '@jest/globals';
import { DomainError, isDomainError } from '@guildhall/kernel';
import { expectTableAndDeciderAgree, expectTableWellFormed, missingSamples, specFor } from '@guildhall/testing';
import { demandNoContactData } from './review.js';
import { reviewsDecider, type ReviewsCommand, type ReviewsState } from './reviews.decider.js';
import { reviewsStorage, type ReviewsEvent } from './reviews.events.js';
import { CLOSES, flag, open, opened, openedReview, reveal, seal, sealed } from './reviews.factory.js';
import { reviewsTransitions } from './reviews.transitions.js';
import samples from './samples/reviews-v1.json' with { type: 'json' };

const given = specFor(reviewsDecider);
const one = [opened(), sealed('client', ['client'])];
const both = [...one, sealed('freelancer', ['client', 'freelancer'])];
const BOTH_OPEN = [openedReview('client'), openedReview('freelancer')];
const IN_TIME = '2026-03-04T10:00:00.000Z';
const after = (events: readonly ReviewsEvent[], ...commands: readonly ReviewsCommand[]): readonly ReviewsEvent[] =>
  commands.reduce(
    (so, command) => [
      ...so,
      ...given(...so)
        .when(command)
        .decided(),
    ],
    events,
  );

describe('A window of reviews', () => {
  it('closes at the end of the fourteenth day, UTC, after the contract ended', () => given().when(open()).then(opened()));
  it('opens once', () => given(opened()).when(open()).thenNothingHappens());
  it('takes a review of each side', () => {
    given(opened())
      .when(seal('client'))
      .then(...one.slice(1));
    given(...one)
      .when(seal('freelancer'))
      .then(...both.slice(2));
  });
  it('takes a review again until the other side has sealed', () => {
    expect(after(one, seal('client', 'b')).at(-1)).toMatchObject({ type: 'ReviewResealed', data: { sides: ['client'] } });
    given(...both)
      .when(seal('client', 'b'))
      .thenFails('REPUTATION.ILLEGAL_TRANSITION');
  });
  it('takes nothing from its end on', () =>
    given(...one)
      .when(seal('freelancer', 'a', CLOSES))
      .thenFails('REPUTATION.WINDOW_CLOSED'));
  it('takes nothing before it opened', () => given().when(seal('client')).thenFails('REPUTATION.NOT_ELIGIBLE'));
});

describe('A reveal', () => {
  it('publishes both sides at one instant', () => {
    const published = given(...both)
      .when(reveal(IN_TIME, ...BOTH_OPEN))
      .decided();
    expect(published.map(({ type, data }) => [type, 'revealedAt' in data && data.revealedAt])).toEqual([
      ['ReviewPublished', IN_TIME],
      ['ReviewPublished', IN_TIME],
    ]);
  });
  it('waits while one side is missing', () =>
    given(...one)
      .when(reveal(IN_TIME, openedReview('client')))
      .thenNothingHappens());
  it('publishes the one at the deadline', () => {
    const published = given(...one)
      .when(reveal(CLOSES, openedReview('client')))
      .decided();
    expect(published).toMatchObject([{ type: 'ReviewPublished', data: { side: 'client', subjectPartyId: expect.any(String) } }]);
  });
  it('closes a window in which nobody reviewed', () => {
    expect(given(opened()).when(reveal(CLOSES)).decided()).toMatchObject([{ type: 'ReviewWindowClosed' }]);
    given(...after([opened()], reveal(CLOSES)))
      .when(seal('client'))
      .thenFails('REPUTATION.WINDOW_CLOSED');
  });
  it('is refused where a review is not the one that was sealed', () => {
    given(...both)
      .when(reveal(IN_TIME, openedReview('client'), openedReview('freelancer', 'no')))
      .thenFails('REPUTATION.COMMIT_MISMATCH');
    given(...both)
      .when(reveal(IN_TIME, openedReview('client')))
      .thenFails('REPUTATION.COMMIT_MISMATCH');
  });
  it('happens once, and nothing is edited after it', () => {
    const revealed = after(both, reveal(IN_TIME, ...BOTH_OPEN));
    given(...revealed)
      .when(reveal(CLOSES, ...BOTH_OPEN))
      .thenNothingHappens();
    given(...revealed)
      .when(seal('client'))
      .thenFails('REPUTATION.ALREADY_REVEALED');
  });
  it('names a full refund that was known before it', () => {
    const published = after(both, flag(), flag(), reveal(IN_TIME, ...BOTH_OPEN));
    expect(published.slice(3).map(({ type }) => type)).toEqual(['ReviewsFlagged', 'ReviewPublished', 'ReviewPublished']);
    expect(published.at(-1)?.data).toMatchObject({ flags: ['full_refund'] });
  });
});

describe('Contact data', () => {
  it.each(['ada@example.org', 'see https://example.org/me', 'www.example.org', 't.me/ada', 'call +43 664 123 45 67'])(
    'is refused: %s',
    (text) => expect(() => demandNoContactData(text)).toThrow(),
  );
  it.each(['Order 114-3941689-8772232 was late', '10/10, delivered 2026-03-15', 'raised ROAS 2.5 @ 30 % margin'])(
    'is not seen in: %s',
    (text) => expect(() => demandNoContactData(text)).not.toThrow(),
  );
});

/** Codes that say a wrong state in better words than ILLEGAL_TRANSITION. */
const WRONG_STATE = ['REPUTATION.NOT_ELIGIBLE', 'REPUTATION.WINDOW_CLOSED', 'REPUTATION.ALREADY_REVEALED'];
const ILLEGAL = 'REPUTATION.ILLEGAL_TRANSITION';
const judged: typeof reviewsDecider = {
  ...reviewsDecider,
  decide: (command, state) => {
    try {
      return reviewsDecider.decide(command, state);
    } catch (error) {
      if (isDomainError(error) && WRONG_STATE.includes(error.code)) throw new DomainError(ILLEGAL, 'conflict', error.message);
      throw error;
    }
  },
};

describe('The table of reviews', () => {
  const histories = [[], [opened()], one, both, after(both, reveal(IN_TIME, ...BOTH_OPEN)), after([opened()], reveal(CLOSES))];
  const commands = [
    open(),
    seal('client'),
    seal('freelancer'),
    flag(),
    reveal(IN_TIME, ...BOTH_OPEN),
    reveal(CLOSES, ...BOTH_OPEN),
  ];
  it('is well formed', () => expectTableWellFormed(reviewsTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree<ReviewsCommand, ReviewsEvent, ReviewsState>(
      reviewsTransitions,
      judged,
      { stateOf: ({ status }) => status, illegal: ILLEGAL },
      histories.flatMap((history) => commands.map((when) => ({ given: history, when }))),
    ));
  it('has a recorded sample of every event', () => {
    expect(missingSamples(reviewsStorage, samples)).toEqual([]);
    const state = (samples as unknown as ReviewsEvent[]).reduce(reviewsDecider.evolve, reviewsDecider.initialState());
    expect(state).toMatchObject({ status: 'closed', sealed: { client: { side: 'client' } } });
  });
});
