import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { ERASED, SUBJECT_KEYS, type SubjectKeys } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { testFact, type TestAnswer, type TestPerson } from '@guildhall/service-kit';
import { eventually } from '@guildhall/testing';
import { bodyOf, itemsOf, TestMarket } from './testing.factory.js';

const WORD = 'Zyzzogeton';
const words = (what: string): string => `${WORD} ${what}`;

type Receipt = { heardAt: string | null; readModels: readonly { name: string; erasedAt: string | null }[] };

describe('A person whom identity has forgotten', () => {
  let market: TestMarket;
  let gigId: string;
  let draftId: string;
  let briefId: string;
  let otherBriefId: string;
  let slug: string;
  const asked: Record<string, () => Promise<TestAnswer>> = {};

  beforeAll(async () => {
    market = await TestMarket.open();
    const { client, freelancer, operator } = market;
    gigId = await market.gigOnSale({ title: words('listings'), description: words('for shops'), skills: [words('lettering')] });
    slug = String(bodyOf(await market.get(`gigs/${gigId}`))['slug']);
    draftId = await market.gigOnSale({ title: words('mail me at a@example.org') });
    briefId = await market.openBrief({ title: words('brief'), description: words('work'), outcome: words('done') }, client);
    otherBriefId = await market.openBrief({}, client);
    await market.post(`briefs/${otherBriefId}/proposals`, freelancer, {
      coverNote: words('note'),
      terms: {
        pricingModel: 'fixed',
        price: { amount: '60000', currency: 'USD' },
        milestones: [
          { kind: 'deliverable', amount: { amount: '60000', currency: 'USD' }, dueInDays: 30, criteriaIds: ['titles'] },
        ],
        revisions: 2,
        autoApproval: { days: 14 },
      },
    });
    await market.service.settled();
    Object.assign(asked, {
      'the page of a gig': () => market.get(`gigs/${gigId}`),
      'own gigs': () => market.get('gigs?mine=true', freelancer),
      'posts held': () => market.get('held-posts', operator),
      'search by word': () => market.get(`search?q=${WORD}`),
      'search by place': () => market.get('search?roleId=listing_optimization'),
      'the page of a brief': () => market.get(`briefs/${briefId}`, freelancer),
      'own briefs': () => market.get('briefs?mine=true', client),
      'open briefs': () => market.get('briefs', freelancer),
      'proposals of a brief': () => market.get(`briefs/${otherBriefId}/proposals`, client),
      'own proposals': () => market.get('proposals?mine=true', freelancer),
    } satisfies Record<string, () => Promise<TestAnswer>>);
  });
  afterAll(() => market.close());

  /** As identity does it: the key first, then the word of it. */
  const forget = async ({ accountId: subjectId }: TestPerson): Promise<Receipt> => {
    await market.service.app.get<SubjectKeys>(SUBJECT_KEYS).destroy(subjectId);
    const told = { subjectId, pseudonymId: newId(), requestedAt: '2026-03-02T09:00:00.000Z', legalHoldUntil: null };
    await market.service.hear(testFact(FACT.SubjectForgotten, told));
    return eventually(
      'every read model is built anew',
      async () => {
        await market.service.settled();
        const receipt = (await market.get(`operations/subjects/${subjectId}`, market.operator)).body as Receipt;
        return receipt.readModels.every(({ erasedAt }) => erasedAt !== null) ? receipt : undefined;
      },
      20_000,
    );
  };

  it('was to be read before', async () => {
    const found: string[] = [];
    for (const [what, ask] of Object.entries(asked)) if (JSON.stringify((await ask()).body).includes(WORD)) found.push(what);
    expect(found).toEqual(Object.keys(asked));
  });

  it('is to be read nowhere after, and every answer keeps its shape', async () => {
    const receipt = await forget(market.freelancer);
    expect(receipt.readModels.map(({ name }) => name).sort()).toEqual([
      ...['briefs', 'gig-slugs', 'gigs', 'held-posts', 'proposals'],
    ]);
    await forget(market.client);
    for (const [what, ask] of Object.entries(asked)) {
      const { status, body } = await ask();
      expect([what, status]).toEqual([what, 200]);
      expect([what, JSON.stringify(body)]).toEqual([what, expect.not.stringContaining(WORD)]);
    }
    expect((await market.get(`gigs/${gigId}`)).body).toMatchObject({ title: ERASED, freeTextSkills: [ERASED] });
    expect((await market.get(`briefs/${briefId}`, market.rival)).body).toMatchObject({
      title: ERASED,
      kpis: [{ metric: ERASED, target: ERASED }],
      criteria: [{ criteriaId: 'titles', text: ERASED }],
      attachments: [],
    });
    expect((await market.get(`pages/${slug}`)).status).toBe(404);
    expect((await market.get(`pages/${encodeURIComponent(ERASED)}`)).status).toBe(404);
    expect(itemsOf(await market.get(`search?q=${WORD}`))).toEqual([]);
    expect(itemsOf(await market.get('search?q=erased'))).toEqual([]);
  });

  it('leaves decisions possible: what was drafted is judged without the words', async () => {
    const { client } = market;
    const acts = [
      await market.post(`gigs/${draftId}/submissions`, market.freelancer),
      await market.post(`briefs/${briefId}/closures`, client, { reason: 'own_wish' }),
    ];
    expect(acts.filter(({ status }) => status >= 500)).toEqual([]);
  });
});
