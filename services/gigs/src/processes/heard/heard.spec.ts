import { describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact } from '@guildhall/service-kit';
import { bodyOf, capability, codeOf, gigRequest, TestMarket } from '../../testing.factory.js';

const order = (more: object = {}) => ({ gigVersion: 1, tier: 'basic', addOns: ['a-plus'], units: 2, currency: 'USD', ...more });

describe('What parties hear', () => {
  it('hides posts under a restriction and shows them again', async () => {
    const market = await TestMarket.open();
    const { client, freelancer, rival } = market;
    const gigId = await market.gigOnSale();
    const briefId = await market.openBrief();
    const restrictions = [newId(), newId()] as const;
    for (const [index, partyId] of [freelancer.accountId, client.accountId].entries()) {
      const restriction = { partyId, restrictionId: restrictions[index] ?? '', stage: 'limited', scope: ['publish'], reasonCode: 'terms.breach', reviewDate: '2026-04-01', carveOut: [] } as const; // prettier-ignore
      await market.service.hear(testFact(FACT.PartyRestricted, { ...restriction, scope: [...restriction.scope], carveOut: [] }));
    }
    await market.service.settled();
    expect((await market.typesOf(`gigs.gig-${gigId}`)).at(-1)).toBe('GigPaused');
    expect((await market.get(`gigs/${gigId}`)).status).toBe(404);
    expect((await market.get(`briefs/${briefId}`, rival)).status).toBe(404);
    expect((await market.get(`briefs/${briefId}`, client)).status).toBe(200);
    expect(codeOf(await market.post(`gigs/${gigId}/resumes`, freelancer))).toBe('GIGS.ILLEGAL_TRANSITION');
    const more = await market.post('gigs', freelancer, gigRequest());
    const refused = await market.post(`gigs/${String(bodyOf(more)['gigId'])}/submissions`, freelancer);
    expect(refused.body).toMatchObject({ code: 'GIGS.CAPABILITY_MISSING', missing: ['restriction.publish'] });
    for (const [index, partyId] of [freelancer.accountId, client.accountId].entries()) {
      const lifted = { partyId, restrictionId: restrictions[index] ?? '', cause: 'review_date_passed' };
      await market.service.hear(testFact(FACT.RestrictionLifted, lifted, { revision: '1' }));
    }
    await market.service.settled();
    expect((await market.get(`gigs/${gigId}`)).status).toBe(200);
    expect((await market.get(`briefs/${briefId}`, rival)).status).toBe(200);
    await market.close();
  });

  it('ends everything of a closed account', async () => {
    const market = await TestMarket.open();
    const { client, freelancer } = market;
    const gigId = await market.gigOnSale();
    const briefId = await market.openBrief();
    const proposalId = await market.propose(briefId);
    await market.service.settled();
    const closed = (accountId: string) => testFact(FACT.AccountClosed, { accountId, partyId: accountId, reasonCode: 'own_wish', closedAt: '2026-03-02T09:00:00.000Z' }); // prettier-ignore
    await market.service.hear(closed(freelancer.accountId));
    await market.service.hear(closed(client.accountId));
    await market.service.settled();
    expect((await market.typesOf(`gigs.gig-${gigId}`)).at(-1)).toBe('GigArchived');
    expect((await market.typesOf(`gigs.proposal-${proposalId}`)).at(-1)).toBe('ProposalRetracted');
    expect((await market.service.events(`gigs.brief-${briefId}`)).at(-1)).toMatchObject({
      type: 'BriefClosed',
      data: { reason: 'account_closed' },
    });
    await market.close();
  });

  it('keeps a gate open when an older closing is replayed', async () => {
    const market = await TestMarket.open();
    const partyId = market.client.accountId;
    const closed = {
      partyId,
      capability: 'hire',
      disabledReason: 'requirements.past_due',
      currentlyDue: ['billing_method'],
    } as const;
    await market.service.hear(capability(partyId, 'hire', '4'));
    await market.service.hear(
      testFact(FACT.CapabilityDisabled, { ...closed, currentlyDue: ['billing_method'] }, { revision: '3' }),
    );
    const gigId = await market.gigOnSale();
    expect((await market.post(`gigs/${gigId}/orders`, market.client, order())).status).toBe(201);
    await market.service.hear(
      testFact(FACT.CapabilityDisabled, { ...closed, currentlyDue: ['billing_method'] }, { revision: '5' }),
    );
    const refused = await market.post(`gigs/${gigId}/orders`, market.client, order());
    expect(refused.body).toMatchObject({ code: 'GIGS.CAPABILITY_MISSING', missing: ['hire', 'billing_method'] });
    await market.close();
  });
});
