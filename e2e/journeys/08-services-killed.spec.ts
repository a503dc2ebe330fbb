import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import { hire } from '../market/contract.js';
import { allReady, kill } from '../market/control.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { balancesOf, payOut, payoutReaches, settlesAt } from '../market/wallet.js';

const PATIENCE_MS = 60_000;

describe('Story 8: each service killed in the middle of story 1', () => {
  let market: Market;
  beforeAll(async () => {
    market = await Market.open({ patienceMs: PATIENCE_MS });
  }, 60_000);
  afterAll(() => allReady(), 120_000);

  it.each(SERVICES)(
    'comes to the same balances after %s was killed',
    async (service) => {
      const { client, freelancer } = await newPair(market);
      const contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
      const killed = kill(service);
      await contract.funded();
      await killed;
      const again = kill(service);
      const version = await contract.submit('forty listings');
      await again;
      const last = kill(service);
      await contract.approve(version, 'forty listings');
      await last;
      await contract.reached(['settled'], 0, 60_000);
      await settlesAt(freelancer, { pending: '49000', available: '0', frozen: '0', owed: '0' }, 'USD', 60_000);
      await settlesAt(client, { funding: '0', available: '0' }, 'USD', 60_000);
      expect((await contract.ended(60_000)).endReason).toBe('completed');
      await allReady();
      await market.passDays(6);
      await settlesAt(freelancer, { pending: '0', available: '49000' }, 'USD', 60_000);
      const payoutId = await payOut(freelancer, usd('490.00'));
      await payoutReaches(freelancer, payoutId, 'paid');
      expect(await balancesOf(freelancer)).toMatchObject({ pending: '0', available: '0', frozen: '0', owed: '0' });
    },
    300_000,
  );
});
