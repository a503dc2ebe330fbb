import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { DisputeInPlay } from '../market/dispute.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { settlesAt } from '../market/wallet.js';

describe('Story 3: half a milestone disputed', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market));
  }, 120_000);

  it('releases the other half at once and executes a ruling of 60/40 exactly once', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('800.00')] });
    await contract.funded();
    await contract.submit('listings');
    const dispute = await DisputeInPlay.open(market, contract, { by: 'client', amount: usd('400.00') });
    await eventually('contracts shows the dispute', async () => (await contract.view()).milestones[0]?.dispute?.disputeId);

    await contract.releasePart(usd('400.00'));
    await settlesAt(freelancer, { pending: '32000' });

    await dispute.respond();
    await dispute.propose(await dispute.mediate(), usd('200.00'));
    await dispute.reject();
    const arbitrator = await dispute.arbitrate();
    const ruling = {
      toFreelancer: usd('240.00'),
      toClient: usd('160.00'),
      faultFreelancer: 0.4,
      faultClient: 0.6,
      ruleIds: ['D1'],
      factIds: [dispute.disputeId],
      formula: '0.6 x 400.00',
      reasons: 'Most of it was delivered.',
    };
    await arbitrator.post(dispute.path('rulings'), ruling);
    await dispute.reached(['decided']);

    await market.passDays(6);
    await dispute.reached(['closed']);
    await contract.reached(['split', 'settled']);
    await settlesAt(client, { funding: '16800' });
    // 400.00 at 20 % left 320.00, cleared meanwhile; of 240.00 the first 100.00 pay 20 %, the rest 10 %.
    await settlesAt(freelancer, { available: '32000', pending: '20600' });
    expect((await contract.ended()).state).toBe('ended');
  }, 240_000);
});
