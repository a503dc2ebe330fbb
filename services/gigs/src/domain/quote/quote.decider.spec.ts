import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { specFor } from '@guildhall/testing';
import { AT, CLIENT, FREELANCER, QUOTE, usd } from '../situations.factory.js';
import { feePolicyDecider, findRules, rulesFor, type QuoteRules } from '../reference/fee-policies.js';
import { costOf } from './fees.js';
import { quoteDecider, type QuoteCommand } from './quote.decider.js';

const v1: QuoteRules = {
  policyVersion: 'fee-v1',
  clientPercent: 5,
  expensePercent: 0,
  tiers: [
    { percent: 20, upTo: usd('50000') },
    { percent: 10, upTo: usd('1000000') },
    { percent: 5, upTo: null },
  ],
};
const bind = (amount: string, total = '0', currency = 'USD'): QuoteCommand => ({
  type: 'BindQuote',
  data: {
    quoteId: QUOTE,
    clientPartyId: CLIENT,
    freelancerPartyId: FREELANCER,
    parts: [{ kind: 'deliverable', amount }],
    relationshipTotal: { amount: total, currency },
    currency,
    rules: v1,
    at: AT,
  },
});
const given = specFor(quoteDecider);

describe('A quote', () => {
  it('nets 490 of the first 600 and 540 of the next', () => {
    expect(given().when(bind('60000')).decided()).toMatchObject([
      { data: { clientTotal: usd('63000'), freelancerNet: usd('49000'), validUntil: '2026-03-10T00:00:00.000Z' } },
    ]);
    expect(given().when(bind('60000', '60000')).decided()).toMatchObject([{ data: { freelancerNet: usd('54000') } }]);
  });

  it('starts at 420 after a ruling gave 180 of 600 back', () =>
    expect(given().when(bind('60000', '42000')).decided()).toMatchObject([{ data: { freelancerFee: usd('6800') } }]));

  it('counts an expense in neither fee', () =>
    expect(costOf(v1, [{ kind: 'deliverable', amount: '60000' }, { kind: 'expense', amount: '10000' }], 0n, 'USD')).toMatchObject({
      amount: usd('70000'), clientTotal: usd('73000'), freelancerFee: usd('11000'), freelancerNet: usd('59000'),
    })); // prettier-ignore

  it('takes yen and dinar in their own digits and refuses a decimal point', () => {
    expect(
      given()
        .when(bind('1250', '0', 'JPY'))
        .decided(),
    ).toMatchObject([{ data: { clientFee: { amount: '62' } } }]);
    given().when(bind('12.50')).thenFails('GIGS.AMOUNT_DIGITS');
    given()
      .when(bind('1234', '0', 'KWD'))
      .thenFails('GIGS.PRICING_INVALID');
  });

  it('stays what it was', () => {
    const [first] = given().when(bind('60000')).decided();
    if (first) given(first).when(bind('70000')).thenNothingHappens();
  });

  it('adds up: parts of a price cost the freelancer what the whole costs', () =>
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { minLength: 1, maxLength: 8 }), (before, amounts) => {
        const parts = amounts.map((amount) => ({ kind: 'deliverable', amount: amount.toString() }) as const);
        const whole = costOf(v1, parts, before, 'USD');
        let lifetime = before;
        const fees = amounts.map((amount) => {
          const fee = BigInt(costOf(v1, [{ kind: 'deliverable', amount: amount.toString() }], lifetime, 'USD').freelancerFee.amount);
          lifetime += amount;
          return fee;
        });
        expect(fees.reduce((sum, fee) => sum + fee, 0n).toString()).toBe(whole.freelancerFee.amount);
        const sum = BigInt(whole.freelancerNet.amount) + BigInt(whole.freelancerFee.amount);
        expect(sum.toString()).toBe(whole.amount.amount);
      }),
    )); // prettier-ignore
});

describe('Fee policies', () => {
  const noted = (policyVersion: string, effectiveFrom: string) => ({
    type: 'FeePolicyNoted' as const,
    data: { policyVersion, effectiveFrom, policyHash: 'sha256:0', rules: { clientPercent: 5, expensePercent: 0, freelancerTiers: { USD: v1.tiers } } },
  }); // prettier-ignore
  const policies = specFor(feePolicyDecider)(
    noted('fee-v2', '2026-06-01T00:00:00.000Z'),
    noted('fee-v1', '2026-01-01T00:00:00.000Z'),
  ).state;

  it('are in force from their date, whatever came first', () => {
    expect(rulesFor(policies, 'USD', AT).policyVersion).toBe('fee-v1');
    expect(rulesFor(policies, 'USD', '2026-06-01T00:00:00.000Z').policyVersion).toBe('fee-v2');
    expect(findRules(policies, 'USD', '2025-12-31T00:00:00.000Z')).toBeNull();
  });

  it('know no currency without tiers', () => expect(() => rulesFor(policies, 'CHF', AT)).toThrow('CHF'));

  it('never change once told', () =>
    specFor(feePolicyDecider)(noted('fee-v1', AT))
      .when({ type: 'NoteFeePolicy', data: noted('fee-v1', '2030-01-01T00:00:00.000Z').data })
      .thenNothingHappens());
});
