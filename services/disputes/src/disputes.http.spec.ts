import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { DAY, usd } from './testing/dispute-story.factory.js';
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
