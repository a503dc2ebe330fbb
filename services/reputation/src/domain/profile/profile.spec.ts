import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { missingSamples, specFor } from '@guildhall/testing';
import { profileDecider, type ProfileCommand } from './profile.decider.js';
import { profileStorage, type ProfileEvent } from './profile.events.js';
import samples from './samples/profile-v1.json' with { type: 'json' };

const KEY = { partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e', side: 'freelancer', roleId: 'design' } as const;
const day = (of: number): string => new Date(Date.UTC(2026, 0, of)).toISOString();
const take = (
  contract: string,
  x: number,
  of: number,
  more: { since?: string; weighing?: number; trust?: number } = {},
): ProfileCommand => {
  const { since, weighing = 1, trust = 1 } = more;
  const credibility = { trust, bias: 1, ...(since === undefined ? {} : { since }) };
  const item = {
    evidenceId: `review-${contract}`,
    kind: 'review',
    contractId: contract,
    counterpartyId: `client-${contract}`,
  } as const;
  const evidence = { ...item, at: day(of), outcomes: [{ name: 'quality', x }], credibility, factIds: [contract], weighing };
  return { type: 'TakeEvidence', data: { ...KEY, evidence } };
};
const value = (contractId: string, usd: number, of: number, valuation = 1, excludedBy?: string): ProfileCommand => {
  const money = { value: { amount: String(usd * 100), currency: 'USD' }, at: day(of), factIds: [`money-${of}`], valuation };
  return {
    type: 'RevalueContract',
    data: { ...KEY, worth: { contractId, ...money, ...(excludedBy === undefined ? {} : { excludedBy }) } },
  };
};
const freeze = (of: number): ProfileCommand => ({ type: 'FreezeProfile', data: { partyId: KEY.partyId, at: day(of) } });

const heard = (...commands: readonly ProfileCommand[]): readonly ProfileEvent[] => {
  let state = profileDecider.initialState();
  return commands.flatMap((command) => {
    const events = profileDecider.decide(command, state);
    state = events.reduce(profileDecider.evolve, state);
    return events;
  });
};
const scoreAfter = (...commands: readonly ProfileCommand[]) =>
  heard(...commands)
    .filter((event) => event.type === 'ScoreRecomputed')
    .at(-1)?.data;

describe('A profile', () => {
  it('tells no score without evidence', () => expect(scoreAfter(value('a', 600, 3))).toBeUndefined());
  it('is "new" below three clients and has a number from the third on', () => {
    expect(scoreAfter(take('a', 1, 1), take('b', 1, 2))).toMatchObject({
      n: 2,
      clients: 2,
      asOf: day(2),
      scoreVersion: 'score-v1',
    });
    expect(scoreAfter(take('a', 1, 1), take('b', 1, 2))?.headline).toBeUndefined();
    expect(scoreAfter(take('a', 1, 1), take('b', 1, 2), take('c', 1, 3))?.headline).toBeGreaterThan(50);
  });
  it('counts a review by the value of its contract, whichever came first', () => {
    const [first, second] = [scoreAfter(value('a', 600, 9), take('a', 1, 3)), scoreAfter(take('a', 1, 3), value('a', 600, 9))];
    expect(first).toEqual(second);
    expect(first?.asOf).toBe(day(9));
  });
  it('ignores what is older than what it knows, and says nothing where nothing changes', () => {
    const given = specFor(profileDecider);
    const known = heard(take('a', 1, 3, { weighing: 2 }), value('a', 600, 9, 2));
    given(...known)
      .when(take('a', 0, 3))
      .thenNothingHappens();
    given(...known)
      .when(value('a', 1, 9, 1))
      .thenNothingHappens();
    expect(heard(take('a', 1, 3), value('b', 600, 9)).map(({ type }) => type)).toEqual([
      'EvidenceTaken',
      'ScoreRecomputed',
      'ContractRevalued',
    ]);
  });
  it('leaves a contract out by the rule that its end names', () =>
    expect(scoreAfter(take('a', 0, 3), value('a', 0, 9, 1, 'R1'))).toMatchObject({
      n: 0,
      clients: 0,
      contributions: [{ notes: ['excluded_by_R1'] }],
    }));
  it('stands still once its account is closed', () => {
    const before = scoreAfter(take('a', 1, 3), take('b', 1, 4), take('c', 1, 5));
    const after = scoreAfter(take('a', 1, 3), take('b', 1, 4), take('c', 1, 5), freeze(6), take('d', 0, 8));
    expect(after).toMatchObject({ headline: before?.headline, n: 3, alpha: before?.alpha });
    expect(scoreAfter(take('d', 0, 8), take('a', 1, 3), freeze(6), take('c', 1, 5), take('b', 1, 4))).toEqual(after);
  });
  it('has equal scores, asOf included, for any order in which evidence, trust and money arrive', () => {
    const facts = [
      take('a', 1, 3), take('b', 0.75, 40), take('c', 0.5, 90), take('d', 0.25, 60, { trust: 0.5 }),
      take('d', 0.25, 60, { weighing: 2, since: day(95) }), value('a', 600, 2), value('a', 450, 99, 2), value('b', 50, 41),
      value('c', 9000, 12), value('e', 70, 300), value('d', 10, 7, 1, 'R4'),
    ]; // prettier-ignore
    const expected = scoreAfter(...facts);
    expect(expected?.asOf).toBe(day(99));
    fc.assert(
      fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
        expect(scoreAfter(...order)).toEqual(expected);
      }),
    );
  });
  it('has a recorded sample of every event', () => {
    expect(missingSamples(profileStorage, samples)).toEqual([]);
    const state = (samples as unknown as ProfileEvent[]).reduce(profileDecider.evolve, profileDecider.initialState());
    expect(Object.values(state.buckets)[0]?.score).toMatchObject({ n: 1, scoreVersion: 'score-v1' });
  });
});
