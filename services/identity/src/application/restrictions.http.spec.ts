import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import type { TestPerson, TestService } from '@guildhall/service-kit';
import { register } from '../testing/people.js';
import { servicesOfParts } from '../testing/part-service.js';
import { verificationPart } from '../verification.part.js';

const DAY_MS = 86_400_000;

describe('Restrictions', () => {
  let service: TestService;
  const moderator: TestPerson = { accountId: newId(), roles: ['trust_safety'] };
  const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
  beforeAll(async () => {
    service = await servicesOfParts([verificationPart]);
  });
  afterAll(() => service.close());

  const restrict = (as: TestPerson, partyId: string, change: object = {}) =>
    service.post('/identity/restrictions', {
      as,
      body: {
        partyId,
        stage: 'limited',
        scope: ['publish'],
        reasonCode: 'terms.repeated_breach',
        evidenceRefs: ['e-1'],
        ...change,
      },
    });
  const act = (as: TestPerson, id: string, what: string, body: object = {}) =>
    service.post(`/identity/restrictions/${id}/${what}`, { as, body });
  const listed = async (as: TestPerson) => {
    await service.settled();
    const { body } = await service.get('/identity/restrictions', { as });
    return (body as { items: Record<string, unknown>[] }).items;
  };
  const limited = async (): Promise<Readonly<{ party: TestPerson; id: string }>> => {
    const party: TestPerson = { accountId: await register(service, { roles: ['freelancer'] }), roles: ['freelancer'] };
    const { status, body } = await restrict(moderator, party.accountId);
    expect(status).toBe(201);
    return { party, id: (body as { restrictionId: string }).restrictionId };
  };

  it('show the party what was decided and why, not by whom', async () => {
    const { party, id } = await limited();
    const [own] = await listed(party);
    expect(own).toMatchObject({
      restrictionId: id,
      stage: 'limited',
      scope: ['publish'],
      carveOut: ['live_contracts', 'funded_milestones', 'earned_money'],
    });
    expect(own).not.toHaveProperty('decidedBy');
    expect((await listed(moderator)).find(({ restrictionId }) => restrictionId === id)).toMatchObject({
      decidedBy: [moderator.accountId],
    });
    const { body } = await service.get(`/identity/parties/${party.accountId}/capabilities`, { as: party });
    expect(body).toMatchObject({ restrictions: [{ restrictionId: id, stage: 'limited' }] });
  });

  it('suspend with a second operator', async () => {
    const { party, id } = await limited();
    expect((await restrict(operator, party.accountId, { restrictionId: id, stage: 'suspended' })).status).toBe(201);
    expect((await act(operator, id, 'approvals')).body).toMatchObject({ code: 'IDENTITY.FOUR_EYES_REQUIRED' });
    expect((await act(moderator, id, 'approvals')).status).toBe(403);
    expect((await act({ accountId: newId(), roles: ['operator'] }, id, 'approvals')).status).toBe(200);
    expect(await listed(party)).toMatchObject([{ stage: 'suspended' }]);
  });

  it('take an appeal of the party, which strangers do not see', async () => {
    const { party, id } = await limited();
    const stranger: TestPerson = { accountId: newId(), roles: ['freelancer'] };
    expect((await act(stranger, id, 'appeals', { text: 'no' })).status).toBe(404);
    expect(await listed(stranger)).toEqual([]);
    const { status, body } = await act(party, id, 'appeals', { text: 'I disagree' });
    expect(status).toBe(201);
    expect(await listed(party)).toMatchObject([
      { appeal: { appealId: (body as { appealId: string }).appealId, text: 'I disagree' } },
    ]);
    expect((await act(party, id, 'appeals', { text: 'again' })).body).toMatchObject({ code: 'IDENTITY.APPEAL_ALREADY_OPEN' });
    for await (const event of service.log.readAll({ prefixes: ['identity.'] }))
      expect(JSON.stringify(event.data)).not.toContain('I disagree');
  });

  it('are lifted by staff with a reason, or when nobody reviews them', async () => {
    const { party, id } = await limited();
    expect((await act(moderator, id, 'lifts')).status).toBe(400);
    expect((await act(moderator, id, 'lifts', { reason: 'an error of ours' })).status).toBe(200);
    expect(await listed(party)).toMatchObject([
      { stage: 'lifted', lifted: { cause: 'lifted_by_operator', reason: 'an error of ours' } },
    ]);
    const other = await limited();
    await service.advance(15 * DAY_MS);
    expect(await listed(other.party)).toMatchObject([{ stage: 'lifted', lifted: { cause: 'review_date_passed' } }]);
  });

  it('refuse steps without evidence, of unknown parties and of those one speaks for', async () => {
    const accountId = await register(service, {});
    expect((await restrict(moderator, accountId, { evidenceRefs: [] })).body).toMatchObject({
      code: 'IDENTITY.RESTRICTION_INCOMPLETE',
    });
    expect((await restrict(moderator, accountId, { reviewDate: '2020-01-01' })).body).toMatchObject({
      code: 'IDENTITY.RESTRICTION_INCOMPLETE',
    });
    expect((await restrict(moderator, newId())).status).toBe(404);
    expect((await restrict({ accountId, roles: ['operator'] }, accountId)).body).toMatchObject({
      code: 'IDENTITY.REVIEWER_CONFLICT',
    });
    expect((await restrict({ accountId, roles: ['client'] }, accountId)).status).toBe(403);
  });
});
