import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact } from '@guildhall/service-kit';
import { bodyOf, codeOf, feePolicy, gigRequest, TestMarket, usd } from '../../testing.factory.js';

const offer = (...prices: object[]) => [{ ...gigRequest().packages[0], addOns: [], prices }];

describe('Quotes', () => {
  let market: TestMarket;
  beforeAll(async () => {
    market = await TestMarket.open();
  });
  afterAll(() => market.close());

  const ask = (more: object, as = market.client) => market.post('quotes', as, more);
  const between = () => ({ freelancerPartyId: market.freelancer.accountId, clientPartyId: market.client.accountId });
  const released = (gross: string, fee: string) => ({
    contractId: newId(), milestoneId: newId(), releaseId: newId(), ...between(), gross: usd(gross), fee: usd(fee), taxWithheld: usd('0'),
    vat: usd('0'), benefits: usd('0'), net: usd('0'), availableAt: '2026-03-09T00:00:00.000Z', source: 'hold' as const,
    heldRemaining: usd('0'), escrowRevision: '4',
  }); // prettier-ignore

  it('start at the relationship total that payments told of', async () => {
    const first = await ask({ ...between(), amount: usd('60000') });
    expect([first.status, first.body]).toMatchObject([
      201,
      { clientTotal: usd('63000'), freelancerNet: usd('49000'), relationshipTotal: usd('0'), policyVersion: 'fee-v1' },
    ]);
    const paid = released('60000', '11000');
    await market.service.hear(testFact(FACT.MilestoneReleased, paid));
    await market.service.hear(testFact(FACT.MilestoneReleased, released('10000', '0')));
    expect((await ask({ ...between(), amount: usd('60000') })).body).toMatchObject({
      freelancerNet: usd('54000'),
      relationshipTotal: usd('60000'),
    });
    const { contractId, milestoneId } = paid;
    const ruling = { contractId, milestoneId, splitId: newId(), ...between(), toFreelancer: usd('12000'), toClient: usd('18000'), heldPart: usd('0'), fee: usd('0'), heldRemaining: usd('0'), escrowRevision: '5' }; // prettier-ignore
    await market.service.hear(testFact(FACT.MilestoneSplitExecuted, ruling));
    expect((await ask({ ...between(), amount: usd('60000') })).body).toMatchObject({ relationshipTotal: usd('42000') });
  });

  it('are of a package, in yen without decimals, and for the two parties only', async () => {
    const { client, freelancer, stranger } = market;
    const yen = { amount: '10000', currency: 'JPY' };
    const gigId = await market.gigOnSale({ packages: offer(yen) });
    const quote = await ask({ gigId, gigVersion: 1, tier: 'basic', units: 2, currency: 'JPY' });
    expect(quote.body).toMatchObject({ clientTotal: { amount: '21000', currency: 'JPY' } });
    const { quoteId } = bodyOf(quote) as { quoteId: string };
    const answers = await Promise.all([client, freelancer, stranger].map((person) => market.get(`quotes/${quoteId}`, person)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
    const ordered = await market.post(`gigs/${gigId}/orders`, client, {
      gigVersion: 1,
      tier: 'basic',
      units: 2,
      currency: 'JPY',
      quoteId,
    });
    expect(ordered.status).toBe(201);
    expect((await ask({ ...between(), amount: usd('60000') }, stranger)).status).toBe(403);
    expect(codeOf(await ask({ ...between(), amount: { amount: '1.5', currency: 'KWD' } }))).toBe('GIGS.AMOUNT_DIGITS');
    expect(codeOf(await ask({ ...between(), amount: { amount: '5000', currency: 'CHF' } }))).toBe('GIGS.CURRENCY_UNKNOWN');
    expect(codeOf(await ask({ amount: usd('60000') }))).toBe('COMMON.VALIDATION');
  });

  it('use a new policy version from its effective date', async () => {
    await market.service.hear(feePolicy('fee-v2', '2026-03-03T00:00:00.000Z', 10));
    expect((await ask({ ...between(), amount: usd('10000') })).body).toMatchObject({ policyVersion: 'fee-v1' });
    await market.service.advance(86_400_000);
    expect((await ask({ ...between(), amount: usd('10000') })).body).toMatchObject({
      policyVersion: 'fee-v2',
      clientFee: usd('1000'),
    });
  });
});
