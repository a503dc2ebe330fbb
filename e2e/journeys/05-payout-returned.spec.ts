import { beforeAll, describe, it } from '@jest/globals';
import type { Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { payOut, payoutReaches, settlesAt } from '../market/wallet.js';

describe('Story 5: a payout that comes back', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market, { freelancer: { destinationToken: 'dst_return_once' } }));
  }, 120_000);

  it('is available again and goes out the second time', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    const version = await contract.submit('listings');
    await contract.approve(version, 'listings');
    await settlesAt(freelancer, { pending: '49000' });
    await market.passDays(6);
    await settlesAt(freelancer, { available: '49000' });
    const first = await payOut(freelancer, usd('490.00'));
    await payoutReaches(freelancer, first, 'failed');
    await settlesAt(freelancer, { available: '49000' });
    const second = await payOut(freelancer, usd('490.00'));
    await payoutReaches(freelancer, second, 'paid');
    await settlesAt(freelancer, { available: '0' });
  }, 180_000);
});
