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

describe('A dispute from opening to closing', () => {
  it('is decided by an arbitrator and its split is executed exactly once', async () => {
    const disputeId = await story.arbitrated();
    expect(await story.view(disputeId)).toMatchObject({
      state: 'arbitration',
      arbitration: { arbitratorAccountId: story.arbitrator.accountId },
      mediator: { mediatorAccountId: story.mediator.accountId },
      next: { what: 'rule', who: 'arbitrator' },
    });
    const path = `/disputes/${disputeId}/rulings`;
    expect((await story.post(story.mediator, path, story.ruling('240.00', '160.00'))).body).toMatchObject({
      code: 'DISPUTES.CONFLICT_OF_INTEREST',
    });
    expect((await story.post(story.arbitrator, path, story.ruling('240.00', '170.00'))).body).toMatchObject({
      status: 422,
      code: 'DISPUTES.SPLIT_DOES_NOT_SUM',
    });
    const key = newId();
    const ruling = story.ruling('240.00', '160.00');
    const ruled = await story.post(story.arbitrator, path, ruling, key);
    expect(ruled.status).toBe(201);
    const again = await story.post(story.arbitrator, path, ruling, key);
    expect(again.body).toEqual(ruled.body);
    expect(again.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(await story.view(disputeId)).toMatchObject({
      state: 'decided',
      clocks: [{ name: 'split', whatHappens: 'split_ordered' }],
    });

    await story.service.advance(4 * DAY);
    expect(await story.view(disputeId)).toMatchObject({ state: 'decided' });
    await story.service.advance(2 * DAY);
    const executing = await story.view(disputeId);
    expect(executing).toMatchObject({ state: 'executing', split: { toFreelancer: usd('240.00'), toClient: usd('160.00') } });
    const done = story.splitExecuted(String(executing['splitId']), '240.00', '160.00');
    await story.tell(done);
    await story.tell(done);
    expect(await story.view(disputeId)).toMatchObject({ state: 'closed', outcome: 'executed', clocks: [], allowed: [] });
    expect((await story.types(disputeId)).filter((type) => type === 'SplitOrdered')).toHaveLength(1);
    expect((await story.get(story.mediator, '/disputes/queue')).body).toEqual({ items: [] });
    const reopened = await story.post(story.client, '/disputes', story.opening('100.00'));
    expect(reopened.body).toMatchObject({ code: 'DISPUTES.NOTHING_DISPUTABLE' });
  });

  it('is settled at once when both accept the proposal', async () => {
    const disputeId = await story.proposed('150.00');
    for (const side of [story.client, story.freelancer])
      await story.post(side, `/disputes/${disputeId}/mediation-answers`, { answer: 'accept' });
    expect(await story.view(disputeId)).toMatchObject({
      state: 'executing',
      split: { basis: 'settlement', toClient: usd('250.00') },
    });
  });

  it('is settled at once when the claim is accepted', async () => {
    const disputeId = await story.awaiting();
    expect((await story.post(story.client, `/disputes/${disputeId}/acceptances`)).body).toMatchObject({
      code: 'DISPUTES.ACTOR_NOT_ALLOWED',
    });
    expect((await story.post(story.freelancer, `/disputes/${disputeId}/acceptances`)).status).toBe(200);
    expect(await story.view(disputeId)).toMatchObject({
      state: 'executing',
      split: { toFreelancer: usd('0'), toClient: usd('400.00') },
    });
  });

  it('defaults after two reminders when nobody answers, at the printed date', async () => {
    const disputeId = await story.awaiting();
    expect(await story.view(disputeId, story.freelancer)).toMatchObject({
      state: 'awaiting_response',
      clocks: [{ name: 'response', whatHappens: 'respondent_loses_claim' }, { name: 'long_stop' }],
      next: { what: 'respond', who: 'freelancer' },
      allowed: ['AcceptClaim', 'AddExhibit', 'Respond'],
    });
    await story.service.advance(9 * DAY);
    expect(await story.types(disputeId)).toEqual([
      'DisputeOpened',
      'ResponseAwaited',
      'ResponseReminded',
      'ResponseReminded',
      'DisputeDecided',
    ]);
    expect(await story.view(disputeId)).toMatchObject({
      state: 'defaulted',
      ruling: { decidedAs: 'defaulted', faultFreelancer: 1, toClient: usd('400.00') },
    });
    expect((await story.post(story.freelancer, `/disputes/${disputeId}/responses`, { statement: 'Sorry.' })).body).toMatchObject({
      code: 'DISPUTES.ILLEGAL_TRANSITION',
    });
    await story.service.advance(6 * DAY);
    expect(await story.view(disputeId)).toMatchObject({ state: 'executing' });
  });

  it('closes when nothing was there to freeze', async () => {
    const disputeId = await story.awaiting('0.01');
    expect(disputeId).toBeDefined();
    story.contractId = newId();
    await story.tell(story.signed());
    await story.tell(story.funded());
    const opened = await story.post(story.client, '/disputes', story.opening('100.00'));
    const { disputeId: empty } = opened.body as { disputeId: string };
    await story.tell(story.frozen(empty, '0'));
    expect(await story.view(empty)).toMatchObject({ state: 'closed', outcome: 'nothing_disputable' });
    expect((await story.post(story.client, '/disputes', story.opening('100.00'))).status).toBe(201);
  });
});

describe('Opening', () => {
  it('waits for the contract and its money, whichever is heard first', async () => {
    expect((await story.post(story.client, '/disputes', story.opening('400.00'))).body).toMatchObject({
      code: 'DISPUTES.NOT_A_PARTY',
    });
    await story.tell(story.funded());
    await story.tell(story.signed());
    expect((await story.post(story.stranger, '/disputes', story.opening('400.00'))).status).toBe(404);
    expect((await story.post(story.client, '/disputes', story.opening('900.00'))).body).toMatchObject({
      code: 'DISPUTES.AMOUNT_TOO_HIGH',
      maximum: usd('800.00'),
    });
    const key = newId();
    const opened = await story.post(story.client, '/disputes', story.opening('400.00'), key);
    expect(opened).toMatchObject({ status: 201, body: { defaultOutcome: 'respondent_loses_claim' } });
    expect((await story.post(story.client, '/disputes', story.opening('400.00'), key)).body).toEqual(opened.body);
    expect((await story.post(story.client, '/disputes', story.opening('300.00'), key)).body).toMatchObject({
      code: 'COMMON.IDEMPOTENCY_KEY_REUSED',
    });
    expect((await story.post(story.freelancer, '/disputes', story.opening('400.00'))).body).toMatchObject({
      code: 'DISPUTES.ALREADY_OPEN',
    });
  });

  it('lets exactly one of two who open at once through', async () => {
    await story.tell(story.signed());
    await story.tell(story.funded());
    const answers = await Promise.all(
      [story.client, story.freelancer].map((side) => story.post(side, '/disputes', story.opening('400.00'))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('counts releases of the last thirty days, and ends thirty days after the contract', async () => {
    await story.tell(story.signed('600.00'));
    await story.tell(story.funded('600.00'));
    await story.tell(story.released('600.00', '0'));
    await story.tell(story.ended());
    await story.service.advance(10 * DAY);
    const opened = await story.post(story.client, '/disputes', story.opening('300.00'));
    expect(opened.status).toBe(201);
    const { disputeId } = opened.body as { disputeId: string };
    await story.tell(story.frozen(disputeId, '300.00', { held: '0', wallet: '100.00', shortfall: '150.00' }));
    expect(await story.view(disputeId, story.freelancer)).toMatchObject({
      amount: usd('300.00'),
      heldFrozen: usd('0'),
      walletFrozenNet: usd('100.00'),
      shortfallNet: usd('150.00'),
    });
    await story.post(story.client, `/disputes/${disputeId}/withdrawals`);
    await story.service.advance(22 * DAY);
    expect((await story.post(story.client, '/disputes', story.opening('300.00'))).body).toMatchObject({
      code: 'DISPUTES.WINDOW_CLOSED',
    });
  });

  it('refuses bad input and a missing key', async () => {
    expect(
      (await story.post(story.client, '/disputes', { ...story.opening('1'), amount: { amount: '-1', currency: 'USD' } })).status,
    ).toBe(400);
    expect((await story.call('post', '/disputes', { as: story.client, body: story.opening('1'), key: null })).body).toMatchObject(
      {
        code: 'COMMON.IDEMPOTENCY_KEY_MISSING',
      },
    );
  });
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

describe('Who may see and do what', () => {
  it('hides a dispute from strangers and lists it to both parties', async () => {
    const disputeId = await story.awaiting();
    expect((await story.get(story.stranger, `/disputes/${disputeId}`)).body).toMatchObject({
      status: 404,
      code: 'DISPUTES.NOT_A_PARTY',
    });
    expect((await story.post(story.stranger, `/disputes/${disputeId}/responses`, { statement: 'x' })).status).toBe(404);
    expect(
      (
        await story.post(story.mediator, `/disputes/${disputeId}/mediation-proposals`, {
          toFreelancer: usd('1'),
          reasons: 'x',
          ruleIds: [],
        })
      ).status,
    ).toBe(404);
    expect((await story.get(story.client, '/disputes/queue')).status).toBe(403);
    for (const side of [story.client, story.freelancer])
      expect((await story.get(side, '/disputes?mine=true')).body).toMatchObject({ items: [{ disputeId }] });
    expect((await story.get(story.stranger, '/disputes')).body).toEqual({ items: [] });
  });

  it('lets the opener alone withdraw, and not over a counterclaim', async () => {
    const disputeId = await story.awaiting();
    const path = `/disputes/${disputeId}/withdrawals`;
    expect((await story.post(story.freelancer, path)).body).toMatchObject({ code: 'DISPUTES.ACTOR_NOT_ALLOWED' });
    await story.post(story.freelancer, `/disputes/${disputeId}/responses`, {
      statement: 'I want it all',
      toFreelancer: usd('400.00'),
    });
    expect((await story.post(story.client, path)).body).toMatchObject({ code: 'DISPUTES.ILLEGAL_TRANSITION' });
  });

  it('keeps what people wrote encrypted in the log', async () => {
    const disputeId = await story.awaiting();
    const raw: unknown[] = [];
    for await (const event of story.service.log.read(`disputes.dispute-${disputeId}`)) raw.push(event.data);
    expect(JSON.stringify(raw)).not.toContain('Half of it is missing');
  });
});
