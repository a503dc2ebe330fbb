import { describe, expect, it } from '@jest/globals';
import { contractHistory, type HistoryPlan } from './contract-history.js';

const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
const plan = (until: HistoryPlan['until']): HistoryPlan => ({
  clientPartyId: CLIENT,
  freelancerPartyId: FREELANCER,
  until,
  at: '2026-03-02T09:00:00.000Z',
});
const typesOf = (until: HistoryPlan['until']): readonly string[] =>
  contractHistory('a', plan(until)).commands.flatMap((events) => events.map(({ type }) => type));

describe('The history of a contract', () => {
  it('ends where the plan says', () => {
    expect(typesOf('signed').at(-1)).toBe('FundingRequested');
    expect(typesOf('funded')).toHaveLength(9);
    expect(typesOf('approved').at(-1)).toBe('MilestoneApproved');
  });

  it('is the same for the same tag and another one for another tag', () => {
    expect(contractHistory('a', plan('approved'))).toEqual(contractHistory('a', plan('approved')));
    expect(contractHistory('b', plan('signed')).contractId).not.toBe(contractHistory('a', plan('signed')).contractId);
  });

  it('gives every event an id of its own', () => {
    const ids = contractHistory('a', plan('approved')).commands.flatMap((events) => events.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
