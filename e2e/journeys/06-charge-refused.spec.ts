import { beforeAll, describe, it } from '@jest/globals';
import { eventually, type Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { Market, type Client } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';

type Fundings = Readonly<{ items: readonly Readonly<{ fundingId: string; state: string }>[] }>;

describe('Story 6: a charge that is refused', () => {
  let market: Market;
  let client: Client;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market, { client: { testToken: 'tok_refuse_once' } }));
  }, 120_000);

  it('is retried by the client and then funded', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('250.00')] });
    const failed = await eventually('the refused funding', async () => {
      const { items } = await client.get<Fundings>(`/payments/contracts/${contract.contractId}/fundings`);
      return items.find(({ state }) => state === 'failed');
    });
    await client.post(`/payments/fundings/${failed.fundingId}/retries`, { instrumentId: client.instrumentId });
    await contract.funded();
  }, 120_000);
});
