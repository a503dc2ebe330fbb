import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { bodyOf, briefRequest, codeOf, gigRequest, itemsOf, TestMarket } from '../testing.factory.js';

describe('The HTTP surface of gigs', () => {
  let market: TestMarket;
  beforeAll(async () => {
    market = await TestMarket.open();
  });
  afterAll(() => market.close());

  it('tells the versioned tables to everybody', async () => {
    const [roles, categories, skills] = await Promise.all(
      ['work-roles', 'categories', 'skills'].map((table) => market.get(table)),
    );
    expect([roles, categories, skills].map((answer) => answer?.status)).toEqual([200, 200, 200]);
    expect(roles?.body).toMatchObject({ version: 'roles-v1' });
    expect(roles && itemsOf(roles)).toHaveLength(9);
  });

  it('documents every operation with who may call it', () => {
    const operations = Object.entries(market.service.openapi.paths)
      .filter(([path]) => !path.includes('/operations/'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
      );
    expect(operations.length).toBeGreaterThanOrEqual(30);
    for (const [name, operation] of operations)
      expect({ name, allow: (operation as unknown as Record<string, unknown>)['x-guildhall-allow'] }).toEqual({
        name,
        allow: expect.any(Array),
      });
  });

  it('wants an Idempotency-Key where a thing is created', async () => {
    const { client, freelancer, service } = market;
    const answers = await Promise.all([
      service.post('/gigs/briefs', { as: client, key: null, body: briefRequest() }),
      service.post('/gigs/gigs', { as: freelancer, key: null, body: gigRequest() }),
      service.post('/gigs/quotes', { as: client, key: null, body: {} }),
      service.post(`/gigs/proposals/${newId()}/acceptances`, { as: freelancer, key: null, body: {} }),
    ]);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['COMMON.IDEMPOTENCY_KEY_MISSING']));
  });

  it('lists in pages that neither repeat nor lose a thing', async () => {
    for (let index = 0; index < 5; index += 1) await market.openBrief();
    await market.service.settled();
    const ids: unknown[] = [];
    let cursor = '';
    do {
      const page = await market.get(`briefs?mine=true&limit=2${cursor}`, market.client);
      ids.push(...itemsOf(page).map(({ briefId }) => briefId));
      const next = bodyOf(page)['next'];
      cursor = next === undefined ? '' : `&cursor=${String(next)}`;
    } while (cursor !== '');
    expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
    expect(codeOf(await market.get('briefs?mine=true&cursor=AA', market.client))).toBe('GIGS.CURSOR_INVALID');
  });

  it('shows a freelancer which briefs fit and what they would net', async () => {
    const { freelancer, client } = market;
    const others = await market.openBrief({ roleId: 'logistics', skills: [] });
    const skilled = await market.openBrief({ roleId: 'data_analysis', skills: ['marketplace-seo'] });
    await market.gigOnSale();
    await market.service.settled();
    const fitting = itemsOf(await market.get('briefs?fit=true&limit=100', freelancer));
    const ids = fitting.map(({ briefId }) => briefId);
    expect(ids).not.toContain(others);
    expect(fitting.find(({ briefId }) => briefId === skilled)).toMatchObject({
      fits: ['skill.marketplace-seo'],
      net: { low: { amount: '40000' }, high: { amount: '49000' } },
    });
    expect(itemsOf(await market.get('briefs?roleId=logistics', freelancer)).map(({ briefId }) => briefId)).toEqual([others]);
    expect(itemsOf(await market.get('briefs?fit=true', client))).toEqual([]);
    expect(itemsOf(await market.get('gigs?mine=true', freelancer))).toHaveLength(1);
  });

  it('keeps text of people out of the log in clear', async () => {
    const briefId = await market.openBrief({ description: 'A very private description' });
    const raw: string[] = [];
    for await (const event of market.service.log.read(`gigs.brief-${briefId}`)) raw.push(JSON.stringify(event.data));
    expect(raw.join()).not.toContain('private');
  });
});
