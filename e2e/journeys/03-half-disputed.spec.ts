import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { settlesAt } from '../market/wallet.js';

type DisputeView = Readonly<{ state: string; amount: { amount: string }; allowed: readonly string[] }>;

describe('Story 3: half a milestone disputed', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    [client, freelancer] = await Promise.all([market.newClient(), market.newFreelancer()]);
  }, 120_000);

  const disputeReaches = (disputeId: string, states: readonly string[]): Promise<DisputeView> =>
    eventually(`dispute ${states.join(' or ')}`, async () => {
      const dispute = await client.get<DisputeView>(`/disputes/${disputeId}`);
      if (states.includes(dispute.state)) return dispute;
      throw new Error(`it is ${dispute.state}`);
    });

  it('releases the other half at once and executes a ruling of 60/40 exactly once', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('800.00')] });
    await contract.funded();
    await contract.submit('listings');
    const milestoneId = contract.milestoneId();
    const opening = {
      contractId: contract.contractId,
      milestoneId,
      amount: usd('400.00'),
      grounds: 'not_as_agreed',
      statement: 'Half of it is missing.',
    };
    const { disputeId } = await eventually('disputes knows the funded milestone', () =>
      client.post<{ disputeId: string }>('/disputes', opening, { key: `open-${milestoneId}` }),
    );
    await disputeReaches(disputeId, ['awaiting_response']);
    await eventually('contracts shows the dispute', async () => (await contract.view()).milestones[0]?.dispute?.disputeId);

    await contract.releasePart(usd('400.00'));
    await settlesAt(freelancer, { pending: '32000' });

    await freelancer.post(`/disputes/${disputeId}/responses`, { statement: 'All of it is there.' });
    await client.post(`/disputes/${disputeId}/mediation-requests`);
    await freelancer.post(`/disputes/${disputeId}/mediation-requests`);
    await disputeReaches(disputeId, ['mediation']);
    const mediator = await assigned(disputeId, ['mediator', 'arbitrator']);
    await mediator.post(`/disputes/${disputeId}/mediation-proposals`, {
      toFreelancer: usd('200.00'),
      reasons: 'Half was delivered.',
      ruleIds: ['D1'],
    });
    await client.post(`/disputes/${disputeId}/mediation-answers`, { answer: 'reject' });
    await disputeReaches(disputeId, ['arbitration_offer']);
    await client.post(`/disputes/${disputeId}/arbitration-answers`, { answer: 'agree' });
    await freelancer.post(`/disputes/${disputeId}/arbitration-answers`, { answer: 'agree' });
    await disputeReaches(disputeId, ['arbitration']);
    const arbitrator = await assigned(disputeId, ['arbitrator']);
    const ruling = {
      toFreelancer: usd('240.00'),
      toClient: usd('160.00'),
      faultFreelancer: 0.4,
      faultClient: 0.6,
      ruleIds: ['D1'],
      factIds: [disputeId],
      formula: '0.6 x 400.00',
      reasons: 'Most of it was delivered.',
    };
    await arbitrator.post(`/disputes/${disputeId}/rulings`, ruling);
    await disputeReaches(disputeId, ['decided']);

    await market.passDays(6);
    await disputeReaches(disputeId, ['closed']);
    await contract.reached(['split', 'settled']);
    await settlesAt(client, { funding: '16800' });
    // 400.00 at 20 % left 320.00, cleared meanwhile; of 240.00 the first 100.00 pay 20 %, the rest 10 %.
    await settlesAt(freelancer, { available: '32000', pending: '20600' });
    expect((await contract.ended()).state).toBe('ended');
  }, 240_000);

  /** The one of the seeded staff who sees the case in the own queue. */
  const assigned = (disputeId: string, names: readonly ('mediator' | 'arbitrator')[]): Promise<Person> =>
    eventually(`somebody assigned to ${disputeId}`, async () => {
      for (const name of names) {
        const person = await market.staff(name);
        const { items } = await person.get<{ items: readonly { disputeId: string }[] }>('/disputes/queue');
        if (items.some((item) => item.disputeId === disputeId)) return person;
      }
      return undefined;
    });
});
