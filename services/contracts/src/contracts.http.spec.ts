import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { type TestService } from '@guildhall/service-kit';
import { hashOf, startService, Story, usd } from './contracts.factory.js';

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

  it('tells the others, in order, and nothing personal', async () => {
    await story.active();
    await story.post(story.freelancer, story.onMilestone('/submissions'), { contentHash: hashOf('a'), note: 'secret-note' });
    await story.post(story.client, story.onMilestone('/approvals'), {
      deliverableVersion: 1,
      contentHash: hashOf('a'),
      amount: usd('500.00'),
    });
    await service.settled();
    const told = service.broker.readAll('guildhall.contracts.events').filter(({ key }) => key === story.contractId);
    expect(told.map(({ headers }) => headers['ce_type'])).toEqual(
      [
        'contract-offered',
        'contract-signed',
        'funding-requested',
        'milestone-submitted',
        'milestone-approved',
        'refund-approved',
      ].map((name) => `guildhall.contracts.${name}.v1`),
    );
    expect(told.map(({ value }) => value).join()).not.toContain('secret-note');
  });

  it('takes a fact that is told five times once', async () => {
    await story.signed();
    const fact = story.funded();
    for (let time = 0; time < 5; time += 1) await story.hear(fact);
    expect((await typesIn()).filter((type) => type === 'MilestoneFundingSeen')).toHaveLength(1);
  });

  it('gives the first money back when the contract was left meanwhile', async () => {
    await story.active(['600.00', '100.00']);
    const splits = [{ milestoneId: story.milestoneId(), toFreelancer: usd('0'), toClient: usd('600.00') }];
    await story.post(story.client, story.onMilestone('/funding-requests', 1));
    const { requestId } = (await story.post(story.client, story.path('/cancellation-requests'), { splits })).body as {
      requestId: string;
    };
    const answer = await story.post(story.freelancer, story.path(`/cancellation-requests/${requestId}/answers`), {
      answer: 'accept',
    });
    expect(answer).toMatchObject({ status: 201, body: { state: 'completing' } });
    await story.hear(story.funded('100.00', 1));
    expect((await typesIn()).slice(-2)).toEqual(['MilestoneFundingSeen', 'RefundApproved']);
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
      Array.from({ length: 50 }, () => story.post(story.client, story.onMilestone('/approvals'), body, key)),
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
