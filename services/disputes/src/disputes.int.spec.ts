import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestPerson } from '@guildhall/service-kit';
import { eventually, testServers } from '@guildhall/testing';
import { usd } from './testing/dispute-story.factory.js';
import { DisputesOnServers } from './testing/disputes-on-servers.factory.js';

describe('Disputes on real servers', () => {
  let story: DisputesOnServers;
  beforeAll(async () => {
    story = await DisputesOnServers.open(testServers());
  }, 180_000);
  afterAll(() => story.close(), 30_000);

  /** These servers keep the mediators of earlier runs: whoever has the case acts. */
  const mediator = (accountId: unknown): TestPerson => ({ accountId: String(accountId), roles: ['mediator'] });

  it('leads a case from opening to closing, through a kill while its window runs', async () => {
    await story.staffed();
    await story.tell(story.signed());
    await story.tell(story.funded());
    const { body } = await eventually(
      'disputes knows the money',
      async () => {
        const answer = await story.post(story.client, '/disputes', story.opening('400.00'), `open-${story.milestoneId}`);
        return answer.status === 201 ? answer : undefined;
      },
      60_000,
    );
    const { disputeId } = body as { disputeId: string };
    const path = `/disputes/${disputeId}`;
    await story.tell(story.frozen(disputeId, '400.00'));
    await story.reaches(disputeId, 'awaiting_response');
    await story.post(story.freelancer, `${path}/responses`, { statement: 'All of it is there.' });
    for (const side of [story.client, story.freelancer]) await story.post(side, `${path}/mediation-requests`);
    const mediated = await story.reaches(disputeId, 'mediation');
    const { mediatorAccountId } = mediated['mediator'] as { mediatorAccountId: string };
    const proposal = { toFreelancer: usd('200.00'), reasons: 'Half was delivered.', ruleIds: ['D1'] };
    expect((await story.post(mediator(mediatorAccountId), `${path}/mediation-proposals`, proposal)).status).toBe(201);
    await story.post(story.client, `${path}/mediation-answers`, { answer: 'reject' });
    await story.reaches(disputeId, 'arbitration_offer');
    for (const side of [story.client, story.freelancer])
      expect((await story.post(side, `${path}/arbitration-answers`, { answer: 'agree' })).status).toBe(200);
    const { arbitration } = await story.reaches(disputeId, 'arbitration');
    const { arbitratorAccountId } = arbitration as { arbitratorAccountId: string };
    const ruled = await story.post(mediator(arbitratorAccountId), `${path}/rulings`, story.ruling('240.00', '160.00'));
    expect(ruled.status).toBe(201);
    await story.reaches(disputeId, 'decided');

    await story.restart();
    await story.passDays(6);
    const { splitId } = await story.reaches(disputeId, 'executing');
    await story.tell(story.splitExecuted(String(splitId), '240.00', '160.00'));
    expect(await story.reaches(disputeId, 'closed')).toMatchObject({ outcome: 'executed' });
  }, 240_000);

  it('rebuilds its read models equal in every field', async () => {
    const { code, output } = await story.rebuild();
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('dispute-cases') });
  }, 60_000);
});
