import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hire } from '../market/contract.js';
import { allReady, kill } from '../market/control.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { balancesOf, settlesAt } from '../market/wallet.js';

const PATIENCE_MS = 60_000;

describe('Story 9: each store killed in the middle', () => {
  let market: Market;
  beforeAll(async () => {
    market = await Market.open({ patienceMs: PATIENCE_MS });
  }, 60_000);
  afterAll(() => allReady(), 120_000);

  it.each(['event-store', 'kafka', 'mongo'])(
    'loses nothing that was acknowledged when %s is killed',
    async (store) => {
      const { client, freelancer } = await newPair(market);
      const contract = await hire(client, freelancer, { amounts: [usd('600.00'), usd('300.00')] });
      await contract.funded();
      const version = await contract.submit('forty listings');
      const killed = kill(store);
      await contract.approve(version, 'forty listings');
      await killed;
      await contract.reached(['settled'], 0, 90_000);
      await settlesAt(freelancer, { pending: '49000' }, 'USD', 60_000);
      await allReady();
      const view = await contract.view();
      expect(view.milestones.map(({ state }) => state)).toEqual(['settled', expect.stringMatching(/planned|funded/)]);
      expect(view.milestones[0]?.deliverables.map((deliverable) => deliverable.version)).toEqual([1]);
    },
    300_000,
  );

  it('answers all queries again within 60 s of losing the document database, without anybody acting', async () => {
    const freelancer = await market.newFreelancer();
    const before = await balancesOf(freelancer);
    const begun = Date.now();
    await kill('mongo');
    const paths = [
      '/contracts',
      '/contracts/waiting',
      '/gigs/search?q=listings',
      '/disputes?mine=true',
      `/payments/wallets/${freelancer.partyId}`,
      '/identity/sessions',
      '/reputation/reviews?waiting=true',
    ];
    for (const path of paths) await freelancer.get(path);
    expect(await balancesOf(freelancer)).toEqual(before);
    expect(Date.now() - begun).toBeLessThan(60_000);
  }, 180_000);
});
