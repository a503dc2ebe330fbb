import { describe, expect, it } from '@jest/globals';
import { expectTableAndDeciderAgree, expectTableWellFormed, specFor } from '@guildhall/testing';
import { feePolicyDecider, type FeePolicyCommand, type FeePolicyEvent, type PolicyRules } from './fee-policy.decider.js';
import { feePolicyTransitions } from './fee-policy.transitions.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const rules: PolicyRules = {
  clientPercent: 5,
  expensePercent: 0,
  freelancerTiers: {
    USD: [
      { percent: 20, upTo: usd('50000') },
      { percent: 10, upTo: null },
    ],
  },
  milestoneMinimum: { USD: usd('500') },
  payoutMinimum: { USD: usd('1000') },
};
const version = {
  policyVersion: 'fee-v2',
  effectiveFrom: '2026-04-01T00:00:00.000Z',
  rules,
  policyHash: 'sha256:00',
  proposedBy: 'maker',
};
const at = '2026-03-01T00:00:00.000Z';
const proposed: FeePolicyEvent = { type: 'FeePolicyProposed', data: version };
const published: FeePolicyEvent = { type: 'FeePolicyPublished', data: { ...version, approvedBy: 'checker' } };
const propose = (changes: Partial<typeof version> = {}): FeePolicyCommand => ({
  type: 'ProposeFeePolicy',
  data: { ...version, ...changes, at },
});
const approve = (approvedBy: string): FeePolicyCommand => ({ type: 'ApproveFeePolicy', data: { approvedBy, at } });
const given = specFor(feePolicyDecider);

describe('A version of the fee policy', () => {
  it('is proposed by one operator and published by another', () => {
    given().when(propose()).then(proposed);
    given(proposed).when(approve('checker')).then(published);
  });
  it('is not published by its maker', () => given(proposed).when(approve('maker')).thenFails('PAYMENTS.FOUR_EYES_REQUIRED'));
  it('is proposed once and takes effect ahead', () => {
    given(proposed).when(propose()).thenFails('PAYMENTS.ILLEGAL_TRANSITION');
    given()
      .when(propose({ effectiveFrom: '2026-02-28T00:00:00.000Z' }))
      .thenFails('PAYMENTS.ILLEGAL_TRANSITION');
  });
  it.each<[string, Partial<PolicyRules>]>([
    ['a percent with three decimals', { clientPercent: 5.125 }],
    ['a percent above 100', { freelancerTiers: { USD: [{ percent: 101, upTo: null }] } }],
    ['tiers that do not end open', { freelancerTiers: { USD: [{ percent: 20, upTo: usd('50000') }] } }],
    [
      'tiers that do not rise',
      {
        freelancerTiers: {
          USD: [
            { percent: 20, upTo: usd('5') },
            { percent: 10, upTo: usd('5') },
            { percent: 5, upTo: null },
          ],
        },
      },
    ],
    [
      'a tier in another currency',
      {
        freelancerTiers: {
          EUR: [
            { percent: 20, upTo: usd('5') },
            { percent: 5, upTo: null },
          ],
        },
      },
    ],
    ['no tiers of a currency', { freelancerTiers: { USD: [] } }],
    ['a minimum of nothing', { payoutMinimum: { USD: usd('0') } }],
  ])('is refused with %s', (_what, change) =>
    given()
      .when(propose({ rules: { ...rules, ...change } }))
      .thenFails('PAYMENTS.AMOUNT_INVALID'),
  );
  it('says what is allowed when something is not', () =>
    expect(() => given(published).when(approve('checker')).decided()).toThrow(
      expect.objectContaining({ details: { allowed: [] } }),
    ));
});

describe('The transition table of the fee policy', () => {
  it('is well formed', () => expectTableWellFormed(feePolicyTransitions));
  it('agrees with the decider', () =>
    expectTableAndDeciderAgree(
      feePolicyTransitions,
      feePolicyDecider,
      { stateOf: ({ status }) => status, illegal: 'PAYMENTS.ILLEGAL_TRANSITION' },
      [[], [proposed], [published]].flatMap((events) => [propose(), approve('checker')].map((when) => ({ given: events, when }))),
    ));
});
