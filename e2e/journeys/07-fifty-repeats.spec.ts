import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Person } from '@guildhall/local';
import { contentHash, hire } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { settlesAt } from '../market/wallet.js';

describe('Story 7: fifty parallel repeats of one money command', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market));
  }, 120_000);

  it('have one effect and fifty equal answers', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    const deliverableVersion = await contract.submit('listings');
    const path = `/contracts/${contract.contractId}/milestones/${contract.milestoneId()}/approvals`;
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        client.send('POST', path, { deliverableVersion, contentHash: contentHash('listings') }, { key }),
      ),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(49);
    await settlesAt(freelancer, { pending: '49000' });

    await market.passDays(6);
    await settlesAt(freelancer, { available: '49000' });
    await freelancer.stepUp();
    const payoutKey = randomUUID();
    const payouts = await Promise.all(
      Array.from({ length: 50 }, () =>
        freelancer.send('POST', `/payments/parties/${freelancer.partyId}/payouts`, { amount: usd('100.00') }, { key: payoutKey }),
      ),
    );
    expect(new Set(payouts.map(({ status, body }) => JSON.stringify({ status, body }))).size).toBe(1);
    await settlesAt(freelancer, { available: '39000' });
  }, 180_000);

  it('with another payload under the same key are refused', async () => {
    const key = randomUUID();
    await freelancer.stepUp();
    const path = `/payments/parties/${freelancer.partyId}/payouts`;
    expect((await freelancer.send('POST', path, { amount: usd('20.00') }, { key })).status).toBe(201);
    const { status, body } = await freelancer.send('POST', path, { amount: usd('30.00') }, { key });
    expect([status, (body as { code: string }).code]).toEqual([422, 'COMMON.IDEMPOTENCY_KEY_REUSED']);
  }, 60_000);
});
