import { beforeAll, describe, it } from '@jest/globals';
import type { Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { settlesAt } from '../market/wallet.js';

describe('Story 4: refunds before and after release', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market));
  }, 120_000);

  it('gives 300.00 of a released 600.00 back: the freelancer pays 250.00, the client gets 315.00', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    const version = await contract.submit('listings');
    await contract.approve(version, 'listings');
    await contract.reached(['settled']);
    await settlesAt(freelancer, { pending: '49000' });
    await contract.giveBack(usd('300.00'), 'released');
    await settlesAt(freelancer, { pending: '24000' });
    await settlesAt(client, { funding: '31500' });
  }, 120_000);

  it('gives 400.00 of a held 1,000.00 back with the client fee of 20.00 and releases the rest', async () => {
    const other = await newPair(market);
    const contract = await hire(other.client, other.freelancer, { amounts: [usd('1000.00')] });
    await contract.funded();
    await contract.giveBack(usd('400.00'), 'held');
    await settlesAt(other.client, { funding: '42000' });
    const version = await contract.submit('listings');
    await contract.approve(version, 'listings');
    await settlesAt(other.freelancer, { pending: '49000' });
    await contract.ended();
  }, 180_000);
});
