import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact } from '@guildhall/service-kit';
import { DAY, HASH, usd } from './testing/dispute-story.factory.js';
import { InMemoryStory } from './testing/in-memory-story.factory.js';

jest.setTimeout(20_000); // whole stories, each step waiting for its effects

let story: InMemoryStory;
beforeEach(async () => {
  story = await InMemoryStory.start();
});
afterEach(async () => {
  const undeclared = story.service.undeclaredErrors();
  await story.service.close();
  expect(undeclared).toEqual([]);
});

describe('Offers', () => {
  const offer = (kind: 'open' | 'sealed', amount: string): object => ({ kind, toFreelancer: usd(amount) });

  it('under seal meet at the midpoint, and nobody sees a number before', async () => {
    const disputeId = await story.negotiating();
    const path = `/disputes/${disputeId}/offers`;
    const first = await story.post(story.freelancer, path, offer('sealed', '220.01'));
    expect(first).toMatchObject({ status: 201 });
    expect(first.body).not.toHaveProperty('settled');
    const { offerId } = first.body as { offerId: string };
    expect((await story.post(story.client, `${path}/${offerId}/acceptances`)).body).toMatchObject({
      status: 403,
      code: 'DISPUTES.SEALED',
    });
    const raw = JSON.stringify([
      (await story.events(disputeId)).map(({ data }) => data),
      await story.view(disputeId),
      await story.view(disputeId, story.operator),
    ]);
    expect(raw).not.toContain('22001');
    const key = newId();
    const second = await story.post(story.client, path, offer('sealed', '300.00'), key);
    expect(second.body).toMatchObject({ settled: { toFreelancer: usd('260.01'), toClient: usd('139.99') } });
    expect((await story.post(story.client, path, offer('sealed', '300.00'), key)).body).toEqual(second.body);
    expect(await story.view(disputeId)).toMatchObject({ state: 'executing', offers: [{ kind: 'sealed' }, { kind: 'sealed' }] });
    expect((await story.types(disputeId)).filter((type) => type === 'DisputeSettled')).toHaveLength(1);
  });

  it('under seal stay shut while they do not cross', async () => {
    const disputeId = await story.negotiating();
    const path = `/disputes/${disputeId}/offers`;
    await story.post(story.freelancer, path, offer('sealed', '320.00'));
    expect((await story.post(story.client, path, offer('sealed', '300.00'))).body).not.toHaveProperty('settled');
    expect((await story.post(story.client, path, offer('sealed', '400.01'))).body).toMatchObject({
      code: 'DISPUTES.OFFER_OUT_OF_RANGE',
    });
    expect((await story.post(story.client, path, offer('sealed', '330.00'))).body).toMatchObject({
      settled: { toFreelancer: usd('325.00') },
    });
  });

  it('settle when both seal at the same time', async () => {
    const disputeId = await story.negotiating();
    const path = `/disputes/${disputeId}/offers`;
    await Promise.all([
      story.post(story.freelancer, path, offer('sealed', '200.00')),
      story.post(story.client, path, offer('sealed', '200.00')),
    ]);
    expect(await story.view(disputeId)).toMatchObject({ state: 'executing', split: { toFreelancer: usd('200.00') } });
  });

  it('made openly are accepted by the other side', async () => {
    const disputeId = await story.negotiating();
    const made = await story.post(story.freelancer, `/disputes/${disputeId}/offers`, offer('open', '300.00'));
    const { offerId } = made.body as { offerId: string };
    const path = `/disputes/${disputeId}/offers/${offerId}/acceptances`;
    expect((await story.post(story.freelancer, path)).body).toMatchObject({ code: 'DISPUTES.ILLEGAL_TRANSITION' });
    expect((await story.post(story.client, path)).status).toBe(200);
    expect(await story.view(disputeId)).toMatchObject({ state: 'executing', split: { toClient: usd('100.00') } });
  });
});

describe('Mediation and arbitration', () => {
  it('begin by themselves after seven days, and wait for a mediator who is not there yet', async () => {
    const disputeId = await story.negotiating();
    await story.service.advance(8 * DAY);
    expect(await story.view(disputeId)).toMatchObject({ state: 'negotiation', next: { what: 'name_mediator' } });
    expect((await story.get(story.operator, '/disputes/queue?senior=nobody_assigned')).body).toMatchObject({
      items: [{ disputeId }],
    });
    await story.staffed();
    expect(await story.view(disputeId)).toMatchObject({
      state: 'mediation',
      mediator: { mediatorAccountId: story.mediator.accountId },
    });
    expect((await story.get(story.mediator, '/disputes/queue')).body).toMatchObject({
      items: [{ disputeId, next: { what: 'propose' } }],
    });
    expect((await story.get(story.arbitrator, '/disputes/queue')).body).toEqual({ items: [] });
    expect((await story.get(story.arbitrator, `/disputes/${disputeId}`)).status).toBe(404);
  });

  it('give a case to another when its mediator leaves', async () => {
    const disputeId = await story.mediating();
    const gone = { accountId: story.mediator.accountId, role: 'mediator', reasonCode: 'own_wish' } as const;
    await story.tell(testFact(FACT.RoleWithdrawn, gone, { revision: '9' }));
    expect(await story.view(disputeId)).toMatchObject({ mediator: { mediatorAccountId: story.arbitrator.accountId } });
  });

  it('take silence after a proposal as a no, and two silences as the last proposal', async () => {
    const disputeId = await story.proposed('120.00');
    await story.service.advance(6 * DAY);
    expect(await story.view(disputeId)).toMatchObject({ state: 'arbitration_offer' });
    await story.service.advance(8 * DAY);
    expect(await story.view(disputeId)).toMatchObject({
      state: 'decided',
      ruling: { decidedAs: 'decided', toFreelancer: usd('120.00'), faultFreelancer: 0.7, faultClient: 0.3 },
    });
  });

  it('decide for the one who agreed when the other is silent', async () => {
    const disputeId = await story.proposed();
    await story.post(story.freelancer, `/disputes/${disputeId}/mediation-answers`, { answer: 'reject' });
    await story.post(story.freelancer, `/disputes/${disputeId}/arbitration-answers`, { answer: 'agree' });
    await story.service.advance(8 * DAY);
    expect(await story.view(disputeId)).toMatchObject({
      state: 'defaulted',
      ruling: { toFreelancer: usd('400.00'), faultClient: 1 },
    });
  });

  it('take evidence by hash for five days', async () => {
    const disputeId = await story.arbitrated();
    const exhibit = { name: 'brief.pdf', hash: HASH, size: 1000, note: 'what was agreed' };
    expect((await story.post(story.client, `/disputes/${disputeId}/exhibits`, exhibit)).status).toBe(201);
    expect(
      (await story.post(story.client, `/disputes/${disputeId}/exhibits`, { ...exhibit, size: 52_428_800 })).body,
    ).toMatchObject({
      status: 413,
      code: 'DISPUTES.EVIDENCE_LIMIT',
    });
    expect(await story.view(disputeId, story.arbitrator)).toMatchObject({
      exhibits: [{ name: 'brief.pdf', hash: HASH, side: 'client' }],
      bundle: { entries: [{ kind: 'funded' }] },
    });
    await story.service.advance(6 * DAY);
    expect((await story.post(story.client, `/disputes/${disputeId}/exhibits`, exhibit)).body).toMatchObject({
      code: 'DISPUTES.DEADLINE_PASSED',
    });
  });
});

describe('The senior queue', () => {
  it('decides after sixty days, not before', async () => {
    const disputeId = await story.arbitrated();
    const path = `/disputes/${disputeId}/forced-decisions`;
    expect((await story.post(story.operator, path, story.ruling('200.00', '200.00'))).body).toMatchObject({
      code: 'DISPUTES.ILLEGAL_TRANSITION',
    });
    await story.service.advance(61 * DAY);
    expect((await story.get(story.operator, '/disputes/queue?senior=long_stop')).body).toMatchObject({
      items: [{ disputeId, senior: ['long_stop'] }],
    });
    expect((await story.post(story.operator, path, story.ruling('200.00', '200.00'))).status).toBe(201);
    expect(await story.view(disputeId)).toMatchObject({ state: 'decided' });
  });

  it('has a refused split ordered again by two people', async () => {
    const disputeId = await story.awaiting();
    await story.post(story.freelancer, `/disputes/${disputeId}/acceptances`);
    const splitId = String((await story.view(disputeId))['splitId']);
    await story.tell(story.splitRefused(splitId));
    expect(await story.view(disputeId, story.operator)).toMatchObject({
      state: 'repair',
      blocked: { splitId, reasonCode: 'exceeds_held' },
      allowed: ['ApproveRepair', 'ProposeRepair'],
    });
    const proposed = await story.post(story.operator, `/disputes/${disputeId}/repairs`, {
      reason: 'payments has been corrected',
    });
    const { repairId } = proposed.body as { repairId: string };
    const approval = `/disputes/${disputeId}/repairs/${repairId}/approvals`;
    expect((await story.post(story.operator, approval)).body).toMatchObject({ code: 'DISPUTES.FOUR_EYES_REQUIRED' });
    expect((await story.post(story.second, approval)).status).toBe(201);
    const again = await story.view(disputeId);
    expect(again).toMatchObject({ state: 'executing', split: { toClient: usd('400.00') } });
    expect(again['splitId']).not.toBe(splitId);
    await story.tell(story.splitRefused(splitId));
    expect(await story.view(disputeId)).toMatchObject({ state: 'executing' });
    await story.tell(story.splitExecuted(String(again['splitId']), '0', '400.00'));
    expect(await story.view(disputeId)).toMatchObject({ state: 'closed' });
  });
});
