import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT, milestoneFundedV1 } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { testFact } from '@guildhall/service-kit';
import { testServers } from '@guildhall/testing';
import { IdentityOnServers } from '../../testing/identity-on-servers.js';

const AT = '2026-03-02T09:00:00.000Z';

describe('The notifier on real servers', () => {
  let identity: IdentityOnServers;
  beforeAll(async () => {
    identity = await IdentityOnServers.open(testServers());
  }, 90_000);
  afterAll(() => identity.close(), 30_000);

  it('makes mail of facts of other services', async () => {
    const email = `${newId()}@example.org`;
    const clientPartyId = await identity.join(email);
    const ids = { contractId: newId(), milestoneId: newId() };
    const { contractId } = ids;
    const signed = { contractId, clientPartyId, freelancerPartyId: newId() };
    const amount = { amount: '30000', currency: 'USD' };
    const funded = testFact(FACT.MilestoneFunded, { ...milestoneFundedV1.example, ...ids, amount });
    const parties = testFact(FACT.ContractOffered, {
      ...signed,
      origin: { kind: 'proposal', id: newId() },
      pricingModel: 'fixed',
      currency: 'USD',
      termsHash: `sha256:${'1'.repeat(64)}`,
      expiresAt: AT,
    });
    const reminded = testFact(FACT.ApprovalReminded, {
      ...ids,
      clientPartyId,
      deliverableVersion: 1,
      reminder: 1,
      autoApproveAt: AT,
    });
    for (const fact of [funded, parties, reminded]) await identity.tell(fact);
    const told = async (template: 'contract-offered' | 'milestone-funded' | 'approval-reminded') =>
      (await identity.mails(clientPartyId, template)).map(({ to, factId, data }) => ({ to, factId, about: data['contractId'] }));
    expect(await told('contract-offered')).toEqual([{ to: email, factId: parties.id, about: contractId }]);
    expect(await told('milestone-funded')).toEqual([{ to: email, factId: funded.id, about: contractId }]);
    expect(await told('approval-reminded')).toEqual([{ to: email, factId: reminded.id, about: contractId }]);
  }, 120_000);
});
