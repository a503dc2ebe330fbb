import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import type { TestPerson, TestService } from '@guildhall/service-kit';
import { DAY, hashOf, startService, Story, usd } from './contracts.factory.js';

let service: TestService;
let story: Story;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
beforeEach(() => {
  story = new Story(service);
});

const typesIn = async (): Promise<readonly string[]> =>
  (await service.events(`contracts.contract-${story.contractId}`)).map(({ type }) => type);

describe('Hire, deliver, approve, release', () => {
  it('goes from an accepted proposal to an ended contract', async () => {
    await story.signed();
    expect(await story.view()).toMatchObject({ state: 'funding', side: 'client', fundings: [{ state: 'requested' }] });
    await story.hear(story.funded());
    expect((await story.post(story.freelancer, story.onMilestone('/start'))).status).toBe(200);
    const submitted = await story.post(story.freelancer, story.onMilestone('/submissions'), {
      contentHash: hashOf('a'),
      files: [{ name: 'listing of Anna.pdf', hash: hashOf('f'), size: 4 }],
      note: 'Ten listings, rewritten',
      aiUse: 'assisted',
    });
    expect(submitted).toMatchObject({ status: 201, body: { deliverableVersion: 1 } });
    const approved = await story.post(story.client, story.onMilestone('/approvals'), {
      deliverableVersion: 1,
      contentHash: hashOf('a'),
    });
    expect(approved).toMatchObject({ status: 201, body: { amount: usd('600.00') } });
    const { releaseId } = approved.body as { releaseId: string };
    await story.hear(story.released(releaseId, '600.00'));
    await story.hear(story.escrowClosed());
    expect(await story.view(story.freelancer)).toMatchObject({
      state: 'ended',
      endReason: 'completed',
      side: 'freelancer',
      milestones: [
        {
          state: 'settled',
          held: usd('0'),
          released: usd('600.00'),
          deliverables: [{ note: 'Ten listings, rewritten', files: [{ name: 'listing of Anna.pdf' }] }],
          instructions: [{ id: releaseId, state: 'done' }],
        },
      ],
    });
  });

  it('keeps texts encrypted in the log', async () => {
    await story.active();
    await story.post(story.freelancer, story.onMilestone('/submissions'), {
      contentHash: hashOf('a'),
      files: [{ name: 'secret-name.pdf', hash: hashOf('f'), size: 4 }],
      note: 'secret-note',
    });
    const raw: string[] = [];
    for await (const event of service.log.read(`contracts.contract-${story.contractId}`)) raw.push(JSON.stringify(event.data));
    expect(raw.join()).not.toMatch(/secret-/);
  });

  it('signs an order by itself', async () => {
    await story.hear(story.ordered());
    expect(await story.view()).toMatchObject({ state: 'funding', signatures: [{ side: 'freelancer' }, { side: 'client' }] });
  });
});

describe('A repeated request', () => {
  it('gets the first answer, and has one effect', async () => {
    await story.active();
    await story.submit('a');
    const key = newId();
    const body = { deliverableVersion: 1, contentHash: hashOf('a') };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => story.post(story.client, story.onMilestone('/approvals'), body, key)),
    );
    expect(new Set(answers.map(({ status, body: answer }) => JSON.stringify({ status, answer }))).size).toBe(1);
    expect((await typesIn()).filter((type) => type === 'MilestoneApproved')).toHaveLength(1);
    const other = await story.post(story.client, story.onMilestone('/approvals'), { ...body, amount: usd('1.00') }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'COMMON.IDEMPOTENCY_KEY_REUSED' } });
  });

  it('of an approval under another key answers the first release', async () => {
    await story.active();
    await story.submit('a');
    const body = { deliverableVersion: 1, contentHash: hashOf('a') };
    const first = await story.post(story.client, story.onMilestone('/approvals'), body);
    const second = await story.post(story.client, story.onMilestone('/approvals'), body);
    expect(second.status).toBe(201);
    expect((second.body as { releaseId: string }).releaseId).toBe((first.body as { releaseId: string }).releaseId);
  });

  it('needs its key where a thing is created or money moves', async () => {
    await story.active();
    const answer = await service.post(story.onMilestone('/submissions'), {
      as: story.freelancer,
      key: null,
      body: { contentHash: hashOf('a') },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'COMMON.IDEMPOTENCY_KEY_MISSING' } });
  });
});

describe('Who may do what', () => {
  const stranger: TestPerson = { accountId: newId(), roles: ['client', 'freelancer'] };
  const refusal = async (as: TestPerson, path: string, body: object = {}) => {
    const { status, body: answer } = await story.post(as, path, body);
    return { status, code: (answer as { code: string }).code };
  };

  it('tells strangers nothing', async () => {
    await story.active();
    const before = await typesIn();
    const unknown = `/contracts/${newId()}/milestones/${newId()}/start`;
    expect(await refusal(stranger, unknown)).toEqual({ status: 404, code: 'CONTRACTS.NOT_A_PARTY' });
    expect(await refusal(stranger, story.onMilestone('/start'))).toEqual({ status: 404, code: 'CONTRACTS.NOT_A_PARTY' });
    expect((await story.get(stranger, story.path())).status).toBe(404);
    expect((await story.get({ accountId: newId(), roles: ['mediator'] }, story.path())).status).toBe(404);
    expect((await story.get(story.operator, story.path())).status).toBe(200);
    expect((await service.post(story.onMilestone('/start'))).status).toBe(401);
    expect(await typesIn()).toEqual(before);
  });

  it('keeps to the sides', async () => {
    await story.active();
    const wrong = { status: 403, code: 'CONTRACTS.ACTOR_NOT_ALLOWED' };
    expect(await refusal(story.client, story.onMilestone('/start'))).toEqual(wrong);
    await story.submit('a');
    const approval = { deliverableVersion: 1, contentHash: hashOf('a') };
    expect(await refusal(story.freelancer, story.onMilestone('/approvals'), approval)).toEqual(wrong);
    expect(
      (await story.post(story.client, story.onMilestone(`/instructions/${newId()}/repeats`), { reason: 'because' })).status,
    ).toBe(403);
  });

  it('keeps to the seats of an organisation, and refuses one person on both sides', async () => {
    const organisationId = newId();
    Object.assign(story.client, { accountId: organisationId });
    await story.signed();
    await story.hear(story.funded());
    await story.submit('a');
    const approve = (accountId: string, seatRole: 'viewer' | 'finance' | 'hiring') =>
      service.post(story.onMilestone('/approvals'), {
        as: { accountId, roles: ['client'], seats: [{ organisationId, seatRole }] },
        party: organisationId,
        body: { deliverableVersion: 1, contentHash: hashOf('a') },
      });
    expect(await approve(newId(), 'viewer')).toMatchObject({ status: 403, body: { code: 'CONTRACTS.ACTOR_NOT_ALLOWED' } });
    expect(await approve(story.freelancer.accountId, 'hiring')).toMatchObject({
      status: 403,
      body: { code: 'CONTRACTS.SELF_DEALING' },
    });
    expect((await approve(newId(), 'finance')).status).toBe(201);
  });

  it('asks for a fresh password above 5,000 USD', async () => {
    await story.capable();
    await story.hear(story.accepted(['5000.01']));
    const { termsHash } = (await story.post(story.client, story.path('/offer'))).body as { termsHash: string };
    const stale = { ...story.client, authTime: Math.floor(service.clock.nowMs() / 1000) - 3600 };
    expect(await service.post(story.path('/signatures'), { as: stale, body: { termsHash } })).toMatchObject({
      status: 401,
      body: { code: 'CONTRACTS.STEP_UP_REQUIRED' },
    });
    expect((await story.post(story.client, story.path('/signatures'), { termsHash })).status).toBe(200);
  });

  it('opens gates by capabilities, and the latest word counts', async () => {
    await story.hear(story.accepted());
    expect(await story.post(story.client, story.path('/offer'))).toMatchObject({ status: 403, body: { missing: ['hire'] } });
    await story.hear(story.capability('CapabilityEnabled', story.client, 'hire', '7'));
    await story.hear(story.capability('CapabilityDisabled', story.client, 'hire', '6'));
    expect((await story.post(story.client, story.path('/offer'))).status).toBe(200);
  });
});

describe('Bad input', () => {
  it.each([
    ['a hash that is none', '/submissions', { contentHash: 'abc' }],
    ['a field that nobody knows', '/submissions', { contentHash: hashOf('a'), price: 1 }],
    ['a body where none is wanted', '/start', { now: true }],
    ['money as a number', '/give-backs', { amount: { amount: 5, currency: 'USD' }, source: 'held' }],
    ['no money', '/give-backs', { source: 'held' }],
  ])('%s is refused with pointers', async (_, path, body) => {
    await story.active();
    const before = await typesIn();
    expect(await story.post(story.freelancer, story.onMilestone(path), body)).toMatchObject({
      status: 400,
      body: { code: 'COMMON.VALIDATION' },
    });
    expect(await typesIn()).toEqual(before);
  });

  it('in a path is refused', async () => {
    expect((await story.get(story.client, '/contracts/not-an-id')).status).toBe(400);
    expect((await story.get(story.client, '/contracts?limit=1000')).status).toBe(400);
  });

  it('says what the state allows', async () => {
    await story.signed();
    expect(await story.post(story.client, story.path('/offer'))).toMatchObject({
      status: 409,
      body: { code: 'CONTRACTS.ILLEGAL_TRANSITION', allowed: [] },
    });
    expect(await story.submit('a')).toMatchObject({ status: 409, body: { code: 'CONTRACTS.MILESTONE_NOT_FUNDED' } });
  });
});

describe('Terms', () => {
  it('are edited, offered and read as of any instant', async () => {
    await story.capable();
    await story.hear(story.accepted());
    const terms = {
      pricingModel: 'milestone',
      price: usd('700.00'),
      milestones: [
        { kind: 'deliverable', amount: usd('500.00'), dueInDays: 7, criteriaIds: ['c1'] },
        { kind: 'expense', amount: usd('200.00'), dueInDays: 7, criteriaIds: [] },
      ],
      revisions: 1,
      autoApproval: { days: null },
      funding: 'all',
    };
    const before = story.now();
    await service.advance(1000);
    const edited = await story.post(story.freelancer, story.path('/terms'), terms);
    expect(edited).toMatchObject({ status: 201, body: { termsVersion: 2 } });
    await service.settled();
    expect((await story.get(story.client, story.path(`/terms?at=${before}`))).body).toMatchObject({
      termsVersion: 1,
      state: 'draft',
    });
    expect((await story.get(story.client, story.path('/terms'))).body).toMatchObject({
      termsVersion: 2,
      terms: { price: usd('700.00') },
    });
    expect((await story.get(story.client, story.path('/terms?version=3'))).status).toBe(404);
    expect((await story.post(story.client, story.path('/terms'), { ...terms, price: usd('1.00') })).body).toMatchObject({
      code: 'CONTRACTS.PRICING_INVALID',
      problems: ['amounts_do_not_sum_to_price'],
    });
  });
});

describe('Clocks', () => {
  it('remind three times, then approve by themselves', async () => {
    await story.active();
    await story.submit('a');
    await service.advance(7.7 * DAY);
    expect((await typesIn()).filter((type) => type === 'ApprovalReminded')).toHaveLength(1);
    await service.advance(7.7 * DAY);
    expect((await typesIn()).slice(-3)).toEqual(['ApprovalReminded', 'ApprovalReminded', 'MilestoneApproved']);
    expect(await story.view()).toMatchObject({ milestones: [{ state: 'auto_approved' }] });
  });

  it('stop under a dispute and go on with the days left', async () => {
    const disputeId = newId();
    await story.active();
    await story.submit('a');
    await service.advance(10 * DAY);
    await story.hear(story.disputeOpened(disputeId, '400.00'));
    await service.advance(20 * DAY);
    expect(await story.view()).toMatchObject({
      overlays: ['disputed'],
      milestones: [{ state: 'submitted', clockStopped: {}, undisputed: usd('200.00') }],
    });
    expect((await story.get({ accountId: newId(), roles: ['mediator'] }, story.path('/timeline?upTo=4'))).body).toMatchObject({
      items: [{ revision: 0 }, { revision: 1 }, { revision: 2 }, { revision: 3 }, { revision: 4 }],
    });
    await story.hear(story.disputeClosed(disputeId));
    await service.advance(3 * DAY);
    expect(await story.view()).toMatchObject({ milestones: [{ state: 'submitted' }] });
    await service.advance(2.1 * DAY);
    expect(await story.view()).toMatchObject({ milestones: [{ state: 'auto_approved' }] });
  });

  it('mark late work, which the client may cancel a day later', async () => {
    await story.active();
    await service.advance(14.9 * DAY);
    expect(await story.view()).toMatchObject({ milestones: [{ late: true, state: 'funded' }] });
    expect((await story.post(story.client, story.onMilestone('/late-cancellation'))).body).toMatchObject({
      code: 'CONTRACTS.NOT_YET_CANCELLABLE',
    });
    await service.advance(DAY);
    expect((await story.post(story.client, story.onMilestone('/late-cancellation'))).status).toBe(201);
  });

  it('end drafts and offers that nobody takes', async () => {
    await story.hear(story.accepted());
    await service.advance(15 * DAY);
    expect(await story.view()).toMatchObject({ state: 'ended', endReason: 'draft_expired' });
  });

  it('give a cancellation seven days', async () => {
    await story.active();
    const splits = [{ milestoneId: story.milestoneId(), toFreelancer: usd('100.00'), toClient: usd('500.00') }];
    const request = await story.post(story.client, story.path('/cancellation-requests'), { splits, note: 'the launch is off' });
    expect(request).toMatchObject({ status: 201, body: { onSilence: 'splits_executed' } });
    await service.advance(8 * DAY);
    expect(await story.view()).toMatchObject({
      state: 'completing',
      endReason: 'cancelled',
      ruleId: 'R2',
      cancellation: { state: 'unanswered' },
    });
  });
});

describe('Restrictions and closed accounts', () => {
  it('suspend open contracts, later ones too, until they are lifted', async () => {
    const restrictionId = newId();
    await story.active();
    await story.hear(story.restricted(restrictionId, []));
    await service.settled();
    expect(await story.submit('a')).toMatchObject({ status: 409, body: { code: 'CONTRACTS.SUSPENDED' } });
    expect(await story.view()).toMatchObject({ overlays: ['suspended'] });
  });
});

describe('Lists', () => {
  it('show a party its contracts on both sides, newest first, page by page', async () => {
    await story.active();
    const second = new Story(service);
    Object.assign(second.client, story.freelancer);
    await service.advance(1000);
    await second.hear(second.accepted());
    await service.settled();
    const page = await story.get(story.freelancer, '/contracts?limit=1');
    expect(page.body).toMatchObject({ items: [{ contractId: second.contractId, state: 'drafted' }] });
    const { next } = page.body as { next: string };
    const rest = (await story.get(story.freelancer, `/contracts?limit=1&cursor=${next}`)).body;
    expect(rest).toMatchObject({ items: [{ contractId: story.contractId }] });
    expect(rest).not.toHaveProperty('next');
    expect((await story.get(story.freelancer, '/contracts?side=client')).body).toMatchObject({
      items: [{ contractId: second.contractId }],
    });
    expect((await story.get(story.freelancer, '/contracts?state=active')).body).toMatchObject({
      items: [{ contractId: story.contractId }],
    });
  });

  it('say what waits for whom and until when', async () => {
    await story.active(['600.00', '100.00']);
    await service.settled();
    expect((await story.get(story.freelancer, '/contracts/waiting')).body).toMatchObject({
      items: [{ contractId: story.contractId, waitsFor: 'start_or_submit', milestoneId: story.milestoneId(), onSilence: 'late' }],
    });
    await story.submit('a');
    await service.settled();
    const { items } = (await story.get(story.client, '/contracts/waiting')).body as { items: readonly { waitsFor: string }[] };
    expect(items.map(({ waitsFor }) => waitsFor)).toEqual(['approve', 'request_funding']);
    expect((await story.get(story.freelancer, '/contracts/waiting')).body).toEqual({ items: [] });
  });
});
