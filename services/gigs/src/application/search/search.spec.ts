import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { testFact, type TestAnswer } from '@guildhall/service-kit';
import { bodyOf, briefRequest, codeOf, gigRequest, itemsOf, seen, TestMarket, usd } from '../../testing.factory.js';

const titlesOf = (answer: TestAnswer): unknown[] => itemsOf(answer).map(({ title }) => title);
const [basic] = gigRequest().packages;
const offer = (...prices: object[]) => [{ ...basic, addOns: [], prices }];

describe('Search', () => {
  let market: TestMarket;
  let position: Record<string, string>;
  const search = (query: string) => market.get(`search?${query}`, undefined, position);
  beforeAll(async () => {
    market = await TestMarket.open();
    const { freelancer, rival } = market;
    await market.gigOnSale({
      title: 'Amazon listing rewrite',
      description: 'Words for your articles',
      packages: offer(usd('20000')),
    });
    await market.gigOnSale({
      title: 'Produktfotos für den Shop',
      description: 'Bilder',
      roleId: 'creative_content',
      categoryId: 'photography',
      attributes: {},
      languages: [{ code: 'de', level: 'C2' }],
      skills: ['photo-video-editing'],
      packages: offer({ amount: '9000', currency: 'EUR' }, usd('10000')),
    });
    const third = {
      title: 'Inventory plan',
      description: 'Reorder points',
      roleId: 'logistics',
      categoryId: 'logistics',
      attributes: {},
    };
    const last = await market.post(
      'gigs',
      rival,
      gigRequest({ ...third, skills: ['inventory-planning'], packages: offer(usd('5000')) }),
    );
    const score = { partyId: freelancer.accountId, side: 'freelancer', roleId: 'listing_optimization', headline: 71.3, n: 5, clients: 4, scoreVersion: 'score-v1', asOf: '2026-03-01T00:00:00.000Z' } as const; // prettier-ignore
    await market.service.hear(testFact(FACT.ScoreRecomputed, score));
    await market.service.hear(testFact(FACT.ScoreRecomputed, { ...score, headline: 12, asOf: '2026-02-01T00:00:00.000Z' }));
    const disabled = {
      partyId: rival.accountId,
      capability: 'get_paid',
      disabledReason: 'under_review',
      currentlyDue: [],
    } as const;
    const published = await market.post(`gigs/${String(bodyOf(last)['gigId'])}/submissions`, rival);
    await market.service.hear(testFact(FACT.CapabilityDisabled, { ...disabled, currentlyDue: [] }, { revision: '9' }));
    await market.service.settled();
    // The last thing in the log: what was heard is in the index when this position is.
    position = seen(await market.post('briefs', market.client, briefRequest()));
    expect(published.status).toBe(200);
  });
  afterAll(() => market.close());

  it('finds by words, beginnings, aliases of skills, and in spite of typing errors and accents', async () => {
    expect(titlesOf(await search('q=amazon'))).toEqual(['Amazon listing rewrite']);
    expect(titlesOf(await search('q=amazn%20listng'))).toEqual(['Amazon listing rewrite']);
    expect(titlesOf(await search('q=inven'))).toEqual(['Inventory plan']);
    expect(titlesOf(await search('q=stock%20planning'))).toEqual(['Inventory plan']);
    expect(titlesOf(await search('q=fur%20produktfotos'))).toEqual(['Produktfotos für den Shop']);
    expect(titlesOf(await search('q=zeppelin'))).toEqual([]);
  });

  it('says what each word added to the relevance', async () => {
    const [item] = itemsOf(await search('q=amazon'));
    expect(item).toMatchObject({ relevance: 4, contributions: [{ field: 'title', term: 'amazon', value: 4 }], score: 71.3 });
  });

  it('filters by role, category with its parents, skill, language, price, verification and score', async () => {
    expect(titlesOf(await search('roleId=logistics'))).toEqual(['Inventory plan']);
    expect(titlesOf(await search('categoryId=marketplace-services'))).toEqual(['Amazon listing rewrite']);
    expect(titlesOf(await search('skill=photo-video-editing'))).toEqual(['Produktfotos für den Shop']);
    expect(titlesOf(await search('language=de:C1'))).toEqual(['Produktfotos für den Shop']);
    expect(titlesOf(await search('language=en:C2'))).toEqual([]);
    expect(titlesOf(await search('currency=EUR'))).toEqual(['Produktfotos für den Shop']);
    expect(titlesOf(await search('currency=USD&maxPrice=10000'))).toHaveLength(2);
    expect(titlesOf(await search('verified=true'))).toHaveLength(2);
    expect(titlesOf(await search('minScore=70'))).toEqual(['Amazon listing rewrite']);
    expect(codeOf(await search('maxPrice=100'))).toBe('COMMON.VALIDATION');
  });

  it('shows price and client total in the asked currency', async () => {
    const [item] = itemsOf(await search('currency=EUR'));
    expect(item).toMatchObject({
      fromPrice: { amount: '9000', currency: 'EUR' },
      clientTotal: { amount: '9450', currency: 'EUR' },
    });
  });

  it('pages by a signed cursor that newcomers do not move', async () => {
    const first = await search('limit=2');
    const next = encodeURIComponent(String(bodyOf(first)['next']));
    const rest = await search(`limit=2&cursor=${next}`);
    expect([...titlesOf(first), ...titlesOf(rest)].sort()).toEqual([
      'Amazon listing rewrite',
      'Inventory plan',
      'Produktfotos für den Shop',
    ]);
    expect(bodyOf(rest)['next']).toBeUndefined();
    const forged = String(bodyOf(first)['next']).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const query of [`cursor=${encodeURIComponent(forged)}`, 'cursor=x', `roleId=logistics&cursor=${next}`])
      expect(codeOf(await search(query))).toBe('GIGS.CURSOR_INVALID');
  });

  it('forgets what is no longer on sale', async () => {
    const [item] = itemsOf(await search('q=amazon'));
    position = seen(await market.post(`gigs/${String(item?.['gigId'])}/pauses`, market.freelancer));
    expect(titlesOf(await search('q=amazon'))).toEqual([]);
  });
});
