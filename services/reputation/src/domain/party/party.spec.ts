import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { missingSamples, specFor } from '@guildhall/testing';
import { biasCorrection } from '../score/weights.js';
import { partyDecider, type PartyCommand } from './party.decider.js';
import { partyStorage, type GivenRating, type PartyEvent } from './party.events.js';
import samples from './samples/party-v1.json' with { type: 'json' };

const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
const day = (of: number): string => `2026-03-${String(of).padStart(2, '0')}T09:00:00.000Z`;
const rating = (reviewId: string, x: number, of: number, side: 'client' | 'freelancer' = 'freelancer'): PartyCommand => {
  const about = { contractId: `of-${reviewId}`, raterPartyId: CLIENT, subjectPartyId: 'subject', side, roleId: 'design' };
  const told: GivenRating = { reviewId, ...about, outcomes: [{ name: 'quality', x }], factIds: [reviewId], at: day(of) };
  return { type: 'NoteRating', data: { partyId: CLIENT, told } };
};
const validation = (of: number): PartyCommand => ({
  type: 'NotePayerValidation',
  data: {
    partyId: CLIENT,
    told: { instrumentId: 'i', method: 'card', country: 'AT', checkKind: 'micro_charge', validatedAt: day(of) },
  },
});
const restriction = (sourceRevision: string): PartyCommand => ({
  type: 'NoteRestriction',
  data: {
    partyId: CLIENT,
    told: {
      restrictionId: 'r',
      stage: 'limited',
      scope: [],
      reasonCode: 'terms',
      reviewDate: '2026-04-01',
      sourceRevision,
      beganAt: day(1),
    },
  },
});
const heard = (...commands: readonly PartyCommand[]): readonly PartyEvent[] => {
  let state = partyDecider.initialState();
  return commands.flatMap((command) => {
    const events = partyDecider.decide(command, state);
    state = events.reduce(partyDecider.evolve, state);
    return events;
  });
};
/** What was said last of each review. */
const believed = (events: readonly PartyEvent[]) =>
  Object.fromEntries(
    events.flatMap(({ type, data }) => (type === 'RatingWeighed' ? [[data.rating.reviewId, data.credibility] as const] : [])),
  );

describe('The credibility of a rater', () => {
  it('is half for a payer that was not validated, and full from then on for all reviews', () => {
    expect(believed(heard(rating('a', 0.8, 2)))).toEqual({ a: { trust: 0.5, bias: 1 } });
    expect(believed(heard(rating('a', 0.8, 2), validation(3)))).toEqual({ a: { trust: 1, bias: 1, since: day(3) } });
  });
  it('is full for a freelancer, who was paid', () =>
    expect(believed(heard(rating('a', 0.8, 2, 'client')))).toEqual({ a: { trust: 1, bias: 1 } }));
  it('is judged by the reviews up to the one in question', () => {
    const of = believed(heard(validation(1), rating('a', 1, 2), rating('b', 0, 3)));
    expect([of['a']?.bias, of['b']?.bias]).toEqual([biasCorrection(1, 1), biasCorrection(1, 2)]);
  });
  it('comes to the same in any order of reviews and validations', () => {
    const facts = [validation(1), validation(9), rating('a', 1, 2), rating('b', 0.25, 3), rating('c', 0.5, 3), rating('d', 0, 8)];
    const expected = believed(heard(...facts));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
        expect(believed(heard(...order))).toEqual(expected);
      }),
    );
  });
});

describe('What is heard of a party', () => {
  const given = specFor(partyDecider);
  it('is noted once; an older word about a restriction changes nothing', () => {
    const lifted: PartyCommand = {
      type: 'NoteRestrictionLifted',
      data: { partyId: CLIENT, told: { restrictionId: 'r', cause: 'appeal_upheld', sourceRevision: '4', endedAt: day(4) } },
    };
    given(...heard(restriction('1'), lifted))
      .when(restriction('1'))
      .thenNothingHappens();
    given(...heard(restriction('1'), lifted))
      .when(lifted)
      .thenNothingHappens();
    const brief: PartyCommand = {
      type: 'NoteBrief',
      data: { partyId: CLIENT, told: { partyId: CLIENT, briefId: 'b', publishedAt: day(1) } },
    };
    given(...heard(brief))
      .when(brief)
      .thenNothingHappens();
  });
  it('has a recorded sample of every event', () => {
    expect(missingSamples(partyStorage, samples)).toEqual([]);
    const state = (samples as unknown as PartyEvent[]).reduce(partyDecider.evolve, partyDecider.initialState());
    expect(state).toMatchObject({ account: 'closed', validatedAt: '2026-02-01T09:00:00.000Z' });
  });
});
