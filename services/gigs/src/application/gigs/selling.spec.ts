import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bornOf, newId } from '@guildhall/kernel';
import type { TestPerson } from '@guildhall/service-kit';
import { bodyOf, codeOf, gigRequest, itemsOf, seen, TestMarket, usd } from '../../testing.factory.js';

const offer = (...prices: object[]) => [{ ...gigRequest().packages[0], addOns: [], prices }];
const order = (more: object = {}) => ({ gigVersion: 1, tier: 'basic', addOns: ['a-plus'], units: 2, currency: 'USD', ...more });

describe('A gig and its versions', () => {
  let market: TestMarket;
  beforeAll(async () => {
    market = await TestMarket.open();
  });
  afterAll(() => market.close());

  it('is published by rule where the scan is clean, and has a public page under its slug', async () => {
    const { freelancer } = market;
    const drafted = await market.post('gigs', freelancer, gigRequest());
    expect([drafted.status, drafted.body]).toMatchObject([201, { gigVersion: 1, state: 'draft' }]);
    const gigId = String(bodyOf(drafted)['gigId']);
    expect((await market.get(`gigs/${gigId}`)).status).toBe(404);
    const submitted = await market.post(`gigs/${gigId}/submissions`, freelancer);
    expect([submitted.status, submitted.body]).toMatchObject([200, { state: 'active', gigVersion: 1 }]);
    const page = await market.get(`gigs/${gigId}`, undefined, seen(submitted));
    expect(page.body).toMatchObject({
      gigVersion: 1,
      skills: ['marketplace-seo', 'ab-testing'],
      freeTextSkills: ['Calligraphy'],
      packages: [{ tier: 'basic', prices: [{ ...usd('10000'), clientTotal: usd('10500') }] }],
      freelancer: { verified: true, reviews: { count: 0 } },
      structuredData: { '@type': 'Service', offers: [{ name: 'basic', priceCurrency: 'USD' }] },
    });
    const { slug } = bodyOf(page) as { slug: string };
    expect((await market.get(`pages/${slug}`)).body).toEqual(page.body);
    const renamed = await market.post(`gigs/${gigId}/drafts`, freelancer, gigRequest({ title: 'Another name' }));
    expect(renamed.body).toMatchObject({ gigVersion: 2, state: 'draft' });
    await market.service.settled();
    expect(bodyOf(await market.get(`pages/${slug}`))['title']).not.toBe('Another name');
    const second = await market.post(`gigs/${gigId}/submissions`, freelancer);
    const moved = await market.get(`pages/${slug}`, undefined, seen(second));
    expect(moved.body).toMatchObject({ title: 'Another name', gigVersion: 2 });
    expect(bodyOf(moved)['slug']).not.toBe(slug);
  });

  it('keeps the price of an order when a dearer version comes', async () => {
    const { freelancer, client } = market;
    const gigId = await market.gigOnSale();
    const ordered = await market.post(`gigs/${gigId}/orders`, client, order(), 'order-1');
    const orderId = String(bodyOf(ordered)['orderId']);
    expect([ordered.status, ordered.body]).toMatchObject([
      201,
      { contractId: bornOf(orderId, 'contract'), payBy: '2026-03-02T09:15:00.000Z' },
    ]);
    await market.post(`gigs/${gigId}/drafts`, freelancer, gigRequest({ packages: offer(usd('12000')) }));
    await market.post(`gigs/${gigId}/submissions`, freelancer);
    const late = await market.post(`gigs/${gigId}/orders`, client, order());
    expect([late.status, late.body]).toMatchObject([409, { code: 'GIGS.VERSION_NOT_ON_SALE', gigVersion: 2 }]);
    const repeat = await market.post(`gigs/${gigId}/orders`, client, order(), 'order-1');
    expect([repeat.status, repeat.body]).toEqual([201, ordered.body]);
    const events = await market.service.events(`gigs.gig-${gigId}`);
    expect(events.find(({ type }) => type === 'PackageOrdered')?.data).toMatchObject({
      termsDraft: { price: usd('24000'), milestones: [{ dueInDays: 9, amount: usd('24000') }], revisions: 2 },
      policyRefs: { fee: 'fee-v1' },
      units: 2,
    });
  });

  it('takes only orders that fit', async () => {
    const { client, freelancer, stranger } = market;
    const gigId = await market.gigOnSale();
    const place = (more: object, as: TestPerson = client) => market.post(`gigs/${gigId}/orders`, as, order(more));
    const codes = [
      await place({ tier: 'premium' }),
      await place({ addOns: ['gold'] }),
      await place({ currency: 'EUR' }),
      await place({ quoteId: newId() }),
      await place({}, freelancer),
      await place({}, stranger),
      await market.post(`gigs/${newId()}/orders`, client, order()),
    ].map(codeOf);
    expect(codes).toEqual([
      'GIGS.PRICING_INVALID', 'GIGS.PRICING_INVALID', 'GIGS.CURRENCY_UNKNOWN', 'GIGS.QUOTE_EXPIRED', 'GIGS.OWN_POST',
      'GIGS.CAPABILITY_MISSING', 'COMMON.NOT_FOUND',
    ]); // prettier-ignore
    await market.post(`gigs/${gigId}/pauses`, freelancer, { reasonCode: 'holiday' });
    expect(codeOf(await place({}))).toBe('GIGS.VERSION_NOT_ON_SALE');
    expect((await market.post(`gigs/${gigId}/resumes`, freelancer)).status).toBe(200);
    expect((await place({})).status).toBe(201);
    expect((await market.post(`gigs/${gigId}/archives`, freelancer)).status).toBe(200);
    expect(codeOf(await market.post(`gigs/${gigId}/drafts`, freelancer, gigRequest()))).toBe('GIGS.ILLEGAL_TRANSITION');
    expect((await market.post(`gigs/${gigId}/archives`, stranger)).status).toBe(404);
  });

  it('is refused with more than three packages, an incomplete price list or odd attributes', async () => {
    const { freelancer } = market;
    const [basic] = gigRequest().packages;
    const draft = (more: object) => market.post('gigs', freelancer, gigRequest(more));
    const tiers = ['basic', 'standard', 'premium', 'basic'].map((tier) => ({ ...basic, tier }));
    const eur = { amount: '9000', currency: 'EUR' };
    const codes = [
      await draft({ packages: tiers }),
      await draft({ packages: [{ ...basic, prices: [usd('10000'), eur] }] }),
      await draft({ packages: [{ ...basic, prices: [usd('100')] }] }),
      await draft({ packages: [] }),
      await draft({ attributes: { lane: 'cn-eu' } }),
      await draft({ categoryId: 'cookery' }),
    ].map(codeOf);
    expect(codes).toEqual([
      'GIGS.TOO_MANY_PACKAGES', 'GIGS.PRICING_INVALID', 'GIGS.PRICING_INVALID', 'GIGS.PRICING_INVALID', 'COMMON.VALIDATION', 'COMMON.VALIDATION',
    ]); // prettier-ignore
  });
});

describe('Posts in review', () => {
  let market: TestMarket;
  beforeAll(async () => {
    market = await TestMarket.open();
  });
  afterAll(() => market.close());
  const decide = (postId: string, decision: string) =>
    market.post(`held-posts/${postId}/decisions`, market.operator, { decision, ruleId: 'house-1', reason: 'looked at it' });

  it('wait for an operator, who releases or denies with a reason', async () => {
    const { freelancer, operator, client } = market;
    const gigId = await market.gigOnSale({ description: 'Write to me on WhatsApp' });
    const briefId = await market.openBrief({ description: 'Send samples to shop@example.org' });
    await market.service.settled();
    const held = itemsOf(await market.get('held-posts', operator)).map((post) => [
      post['postId'],
      post['postKind'],
      post['reasonCode'],
    ]);
    expect(new Set(held)).toEqual(new Set([[gigId, 'gig', 'messenger'], [briefId, 'brief', 'email_address']])); // prettier-ignore
    expect((await market.get('held-posts', client)).status).toBe(403);
    expect(codeOf(await market.post(`gigs/${gigId}/drafts`, freelancer, gigRequest()))).toBe('GIGS.POST_HELD');
    expect((await decide(gigId, 'release')).status).toBe(200);
    expect((await decide(briefId, 'deny')).status).toBe(200);
    expect(codeOf(await decide(briefId, 'deny'))).toBe('GIGS.ILLEGAL_TRANSITION');
    expect((await decide(newId(), 'deny')).status).toBe(404);
    await market.service.settled();
    expect((await market.get(`gigs/${gigId}`)).status).toBe(200);
    expect(itemsOf(await market.get('held-posts', operator))).toEqual([]);
    expect(itemsOf(await market.get('briefs?mine=true', client))).toMatchObject([{ briefId, state: 'denied' }]);
    expect(await market.typesOf(`gigs.brief-${briefId}`)).toEqual([
      'BriefDrafted',
      'PostHeldForReview',
      'PostReviewed',
      'PostDenied',
    ]);
  });

  it('hold the second of two equal posts of a party, the first stays', async () => {
    const title = 'The very same brief';
    const first = await market.openBrief({ title });
    const second = await market.openBrief({ title: 'the VERY same, brief' });
    expect((await market.typesOf(`gigs.brief-${first}`)).at(-1)).toBe('BriefPublished');
    const held = (await market.service.events(`gigs.brief-${second}`)).at(-1);
    expect(held).toMatchObject({ type: 'PostHeldForReview', data: { reasonCode: 'duplicate_text' } });
    const others = await market.openBrief({ title }, market.rival);
    expect((await market.typesOf(`gigs.brief-${others}`)).at(-1)).toBe('BriefPublished');
  });
});
