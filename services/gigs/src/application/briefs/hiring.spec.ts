import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { bornOf, newId } from '@guildhall/kernel';
import { testFact, type TestPerson } from '@guildhall/service-kit';
import { bodyOf, briefRequest, codeOf, itemsOf, proposalRequest, TestMarket, usd } from '../../testing.factory.js';

describe('From a brief to an accepted proposal', () => {
  let market: TestMarket;
  beforeAll(async () => {
    market = await TestMarket.open();
  });
  afterAll(() => market.close());

  it('tells the quote with the placed proposal and the contract with the acceptance', async () => {
    const { client, freelancer } = market;
    const briefId = await market.openBrief();
    const placed = await market.post(`briefs/${briefId}/proposals`, freelancer, proposalRequest());
    expect(placed.status).toBe(201);
    expect(bodyOf(placed)['quote']).toMatchObject({
      clientTotal: usd('63000'),
      freelancerNet: usd('49000'),
      freelancerFee: usd('11000'),
      policyVersion: 'fee-v1',
      relationshipTotal: usd('0'),
      validUntil: '2026-03-10T00:00:00.000Z',
    });
    const proposalId = String(bodyOf(placed)['proposalId']);
    expect((await market.post(`proposals/${proposalId}/awards`, client)).status).toBe(200);
    const accepted = await market.post(`proposals/${proposalId}/acceptances`, freelancer, {}, 'accept');
    expect([accepted.status, bodyOf(accepted)['contractId']]).toEqual([201, bornOf(proposalId, 'contract')]);
    const again = await market.post(`proposals/${proposalId}/acceptances`, freelancer, {}, 'accept');
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([accepted.body, 'true']);
    await market.service.settled();
    expect(await market.typesOf(`gigs.proposal-${proposalId}`)).toEqual([
      'ProposalPlaced',
      'ProposalAwarded',
      'ProposalAccepted',
    ]);
    const records = market.service.broker
      .readAll('guildhall.gigs.events')
      .map(({ headers, value }) => [headers['ce_type'], value]);
    const [, value] = records.find(([type]) => type === FACT.ProposalAccepted) ?? [];
    expect(JSON.parse(String(value))).toMatchObject({
      data: { proposalId, briefId, pricingModel: 'fixed', policyRefs: { fee: 'fee-v1' }, termsDraft: { roleId: 'listing_optimization', price: usd('60000') } },
    }); // prettier-ignore
  });

  it('gives fifty repeats of one placing fifty equal answers and one proposal', async () => {
    const briefId = await market.openBrief();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => market.post(`briefs/${briefId}/proposals`, market.freelancer, proposalRequest(), 'fifty')),
    );
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await market.typesOf(`gigs.brief-${briefId}`)).filter((type) => type === 'ProposalEntered')).toHaveLength(1);
  });

  it('lets both awards stand and the first acceptance win', async () => {
    const { client, freelancer, rival } = market;
    const briefId = await market.openBrief();
    const [one, other] = [await market.propose(briefId), await market.propose(briefId, rival)];
    for (const proposalId of [one, other]) expect((await market.post(`proposals/${proposalId}/awards`, client)).status).toBe(200);
    expect((await market.post(`proposals/${other}/acceptances`, rival)).status).toBe(201);
    expect(codeOf(await market.post(`proposals/${one}/acceptances`, freelancer))).toBe('GIGS.AWARD_TAKEN');
  });

  it('tells the present state to the loser of award and revocation', async () => {
    const { client, freelancer } = market;
    const briefId = await market.openBrief();
    const proposalId = await market.propose(briefId);
    await market.post(`proposals/${proposalId}/awards`, client);
    await market.post(`proposals/${proposalId}/award-revocations`, client);
    const late = await market.post(`proposals/${proposalId}/acceptances`, freelancer);
    expect([late.status, late.body]).toMatchObject([409, { code: 'GIGS.ILLEGAL_TRANSITION', state: 'shortlisted' }]);
  });

  it('ends an award after seven days, and asks for a renewed quote before', async () => {
    const { client, freelancer } = market;
    const briefId = await market.openBrief();
    const proposalId = await market.propose(briefId);
    await market.service.advance(5 * 86_400_000);
    await market.post(`proposals/${proposalId}/awards`, client);
    await market.service.advance(4 * 86_400_000);
    const expired = await market.post(`proposals/${proposalId}/acceptances`, freelancer);
    expect([expired.status, codeOf(expired)]).toEqual([409, 'GIGS.QUOTE_EXPIRED']);
    const { quoteId } = bodyOf(expired)['quote'] as { quoteId: string };
    const renewed = await market.post(`proposals/${proposalId}/acceptances`, freelancer, { quoteId });
    expect(renewed.status).toBe(201);
    const second = await market.openBrief();
    const slow = await market.propose(second);
    await market.post(`proposals/${slow}/awards`, client);
    await market.service.advance(8 * 86_400_000);
    expect(await market.typesOf(`gigs.proposal-${slow}`)).toEqual(['ProposalPlaced', 'ProposalAwarded', 'ProposalExpired']);
  });

  it('closes an idle brief after thirty days, counted from the last act', async () => {
    const briefId = await market.openBrief();
    await market.service.advance(20 * 86_400_000);
    await market.propose(briefId);
    await market.service.advance(20 * 86_400_000);
    expect(await market.typesOf(`gigs.brief-${briefId}`)).not.toContain('BriefClosed');
    await market.service.advance(12 * 86_400_000);
    expect((await market.service.events(`gigs.brief-${briefId}`)).at(-1)).toMatchObject({
      type: 'BriefClosed',
      data: { reason: 'idle' },
    });
  });

  it('counts a hire when the contract is signed and frees the slot when it is declined', async () => {
    const { client, freelancer } = market;
    const hired = async (): Promise<readonly [string, string]> => {
      const briefId = await market.openBrief();
      const proposalId = await market.propose(briefId);
      await market.post(`proposals/${proposalId}/awards`, client);
      await market.post(`proposals/${proposalId}/acceptances`, freelancer);
      return [briefId, proposalId];
    };
    const origin = (id: string) => ({ contractId: bornOf(id, 'contract'), origin: { kind: 'proposal', id } as const });
    const [declined, one] = await hired();
    await market.service.settled();
    await market.service.hear(testFact(FACT.ContractDeclined, { ...origin(one), by: 'timer', reason: 'offer_expired' }));
    expect((await market.typesOf(`gigs.brief-${declined}`)).at(-1)).toBe('SlotFreed');
    expect((await market.post(`briefs/${declined}/proposals`, freelancer, proposalRequest())).status).toBe(201);
    const [signed, other] = await hired();
    await market.service.settled();
    const { accountId: clientPartyId } = client;
    const terms = {
      roleId: 'listing_optimization',
      pricingModel: 'fixed',
      currency: 'USD',
      termsVersion: 1,
      benefitsPercent: 0,
    } as const;
    const milestones = [
      { milestoneId: newId(), kind: 'deliverable', amount: usd('60000'), dueAt: '2026-06-01T00:00:00.000Z' },
    ] as const;
    const agreed = { ...terms, termsHash: `sha256:${'1'.repeat(64)}`, policyRefs: { fee: 'fee-v1' }, milestones };
    const parties = { clientPartyId, freelancerPartyId: freelancer.accountId };
    await market.service.hear(testFact(FACT.ContractSigned, { ...origin(other), ...parties, ...agreed }));
    const events = await market.service.events(`gigs.brief-${signed}`);
    expect(events.slice(-2)).toMatchObject([
      { type: 'HireSigned' },
      { type: 'BriefClosed', data: { reason: 'filled', hiredPartyIds: [freelancer.accountId], losingPartyIds: [] } },
    ]);
  });

  it('shows proposals blind until they are shortlisted, to the client only', async () => {
    const { client, freelancer, stranger } = market;
    const briefId = await market.openBrief();
    const proposalId = await market.propose(briefId);
    await market.service.settled();
    const [blind] = itemsOf(await market.get(`briefs/${briefId}/proposals`, client));
    expect(blind).toMatchObject({ proposalId, price: usd('60000'), clientTotal: usd('63000') });
    expect(blind).not.toHaveProperty('freelancerPartyId');
    await market.post(`proposals/${proposalId}/shortlists`, client);
    await market.service.settled();
    expect(itemsOf(await market.get(`briefs/${briefId}/proposals`, client))[0]).toMatchObject({
      freelancerPartyId: freelancer.accountId,
    });
    expect((await market.get(`briefs/${briefId}/proposals`, stranger)).status).toBe(404);
    expect((await market.get(`proposals/${proposalId}`, stranger)).status).toBe(404);
    expect(itemsOf(await market.get('proposals?mine=true', freelancer)).map((item) => item['proposalId'])).toContain(proposalId);
  });

  it('keeps the acts of a side from everybody else', async () => {
    const { client, freelancer, stranger } = market;
    const briefId = await market.openBrief();
    const proposalId = await market.propose(briefId);
    const acts = [
      market.post(`briefs/${briefId}/closures`, stranger),
      market.post(`proposals/${proposalId}/awards`, freelancer),
      market.post(`proposals/${proposalId}/acceptances`, client),
      market.post(`proposals/${proposalId}/retractions`, stranger),
      market.post(`proposals/${newId()}/awards`, client),
      market.post(`briefs/${newId()}/proposals`, freelancer, proposalRequest()),
    ];
    expect((await Promise.all(acts)).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    const viewer: TestPerson = { accountId: newId(), seats: [{ organisationId: client.accountId, seatRole: 'viewer' }] };
    const asViewer = { as: viewer, party: client.accountId, body: {} };
    expect((await market.service.post(`/gigs/proposals/${proposalId}/awards`, asViewer)).status).toBe(403);
  });

  it('refuses what does not fit, each with its code', async () => {
    const { client, freelancer, stranger } = market;
    const briefId = await market.openBrief();
    const terms = proposalRequest().terms;
    const propose = (more: object, as = freelancer) => market.post(`briefs/${briefId}/proposals`, as, proposalRequest(more));
    const withPrice = (amount: unknown) => propose({ terms: { ...terms, price: { amount, currency: 'USD' } } });
    const codes = [
      await withPrice('12.50'),
      await withPrice(1250),
      await propose({ terms: { ...terms, price: usd('70000') } }),
      await propose({ terms: { ...terms, milestones: [{ ...terms.milestones[0], criteriaIds: ['other'] }] } }),
      await propose({ coverNote: 'Write to me: ann@example.org' }),
      await propose({ quoteId: newId() }),
      await propose({}, client),
      await market.post('briefs', client, briefRequest({ currency: 'HRK' })),
      await market.post('briefs', client, briefRequest({ skills: ['no-such-skill'] })),
      await market.post('briefs', client, briefRequest({ roleId: 'cook' })),
      await market.post('briefs', client, briefRequest({ budget: { low: '60000', high: '50000' } })),
    ].map(codeOf);
    expect(codes).toEqual([
      'GIGS.AMOUNT_DIGITS', 'GIGS.AMOUNT_DIGITS', 'GIGS.PRICING_INVALID', 'GIGS.CLAUSE_UNKNOWN', 'GIGS.OFF_PLATFORM_CONTACT',
      'GIGS.QUOTE_EXPIRED', 'GIGS.OWN_POST', 'GIGS.CURRENCY_UNKNOWN', 'GIGS.SKILL_UNKNOWN', 'COMMON.VALIDATION', 'GIGS.PRICING_INVALID',
    ]); // prettier-ignore
    expect((await propose({})).status).toBe(201);
    expect(codeOf(await propose({}))).toBe('GIGS.ALREADY_PROPOSED');
    const others = await market.openBrief({}, stranger);
    const theirs = await market.propose(others);
    expect((await market.post(`proposals/${theirs}/awards`, stranger)).body).toMatchObject({
      code: 'GIGS.CAPABILITY_MISSING',
      missing: ['hire'],
    });
  });
});

describe('The daily limit of proposals', () => {
  it('is twenty, and a repeat of the last one is no more', async () => {
    const market = await TestMarket.open();
    for (let index = 0; index < 20; index += 1) {
      const briefId = await market.openBrief({ title: `Brief ${index}` });
      await market.post(`briefs/${briefId}/proposals`, market.freelancer, proposalRequest(), `limit-${index}`);
      if (index < 19) continue;
      await market.service.settled();
      const repeat = await market.post(`briefs/${briefId}/proposals`, market.freelancer, proposalRequest(), `limit-${index}`);
      expect([repeat.status, repeat.headers['idempotent-replayed']]).toEqual([201, 'true']);
    }
    const oneMore = await market.openBrief({ title: 'One more' });
    expect(codeOf(await market.post(`briefs/${oneMore}/proposals`, market.freelancer, proposalRequest()))).toBe(
      'GIGS.PROPOSAL_LIMIT',
    );
    await market.close();
  });
});
