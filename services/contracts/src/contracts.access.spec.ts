import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { type TestPerson, type TestService } from '@guildhall/service-kit';
import { hashOf, startService, Story } from './contracts.factory.js';

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
