import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { review, reviewsOf, reviewWindowOpens } from '../market/reviews.js';
import { payOut, payoutReaches, settlesAt } from '../market/wallet.js';

describe('Story 1: from hire to mutual reviews', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market));
  }, 120_000);

  it('pays 490.00 of 600.00 to the freelancer after the security hold, ends the contract and reveals both reviews at one instant', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    const version = await contract.submit('forty listings');
    await contract.approve(version, 'forty listings');
    await contract.reached(['settled']);
    await settlesAt(freelancer, { pending: '49000', available: '0' });
    await settlesAt(client, { funding: '0' });
    expect((await contract.ended()).endReason).toBe('completed');

    await market.passDays(6);
    await settlesAt(freelancer, { pending: '0', available: '49000' });
    const payoutId = await payOut(freelancer, usd('490.00'));
    await payoutReaches(freelancer, payoutId, 'paid');
    await settlesAt(freelancer, { available: '0' });

    await reviewWindowOpens(client, contract.contractId);
    await review(client, contract.contractId, 'client', 5);
    const sealed = await reviewsOf(freelancer, contract.contractId);
    expect([sealed.state, sealed.reviews]).toEqual(['one_sealed', []]);
    await review(freelancer, contract.contractId, 'freelancer', 4);
    const { reviews } = await eventually('both reviews', async () => {
      const now = await reviewsOf(client, contract.contractId);
      return now.state === 'revealed' ? now : undefined;
    });
    expect(reviews.map(({ revealedAt }) => revealedAt)).toEqual([reviews[0]?.revealedAt, reviews[0]?.revealedAt]);
    expect(reviews.map(({ authorPartyId }) => authorPartyId).sort()).toEqual([client.partyId, freelancer.partyId].sort());
  }, 180_000);

  it('shows the statement of the milestone from charge to release line by line', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('100.00')] });
    await contract.funded();
    const version = await contract.submit('ten listings');
    await contract.approve(version, 'ten listings');
    await contract.reached(['settled']);
    const path = `/payments/contracts/${contract.contractId}/milestones/${contract.milestoneId()}/statement`;
    const { items } = await client.get<{ items: readonly { eventId: string; event: string }[] }>(path);
    expect(items.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['FundingSent', 'HoldPlaced', 'ReleaseSent', 'EarningsCredited']),
    );
    expect(new Set(items.map(({ eventId }) => eventId)).size).toBeGreaterThan(3);
  }, 120_000);
});
