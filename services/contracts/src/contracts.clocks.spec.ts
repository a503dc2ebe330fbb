import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact, type TestService } from '@guildhall/service-kit';
import { DAY, startService, Story, usd } from './contracts.factory.js';

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
  it('leave funded work alone where the restriction says so, and end with it', async () => {
    const restrictionId = newId();
    await story.active();
    await story.hear(story.restricted(restrictionId, ['funded_milestones']));
    expect((await story.submit('a')).status).toBe(201);
    const data = { partyId: story.freelancer.accountId, restrictionId, cause: 'review_date_passed' };
    await story.hear(testFact(FACT.RestrictionLifted, data, { time: story.now(), revision: '1' }));
    expect(await story.view()).toMatchObject({ overlays: [] });
  });

  it('decline what is not funded when an account closes', async () => {
    await story.hear(story.accepted());
    const { accountId } = story.freelancer;
    const closed = { accountId, partyId: accountId, reasonCode: 'own_wish', closedAt: story.now() };
    await story.hear(testFact(FACT.AccountClosed, closed, { time: story.now() }));
    expect(await story.view()).toMatchObject({ state: 'ended', endReason: 'account_closed' });
  });

  it('suspend open contracts, later ones too, until they are lifted', async () => {
    const restrictionId = newId();
    await story.active();
    await story.hear(story.restricted(restrictionId, []));
    await service.settled();
    expect(await story.submit('a')).toMatchObject({ status: 409, body: { code: 'CONTRACTS.SUSPENDED' } });
    expect(await story.view()).toMatchObject({ overlays: ['suspended'] });
  });
});
