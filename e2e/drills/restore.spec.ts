import { afterAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { Person } from '@guildhall/local';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hire, type ContractInPlay } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { payOut, payoutReaches, settlesAt } from '../market/wallet.js';
import { restoreDrill } from './restore.config.js';
import { RestorePlatform } from './restore-platform.js';

const PATIENCE_MS = 60_000;
const DRILL_MS = 1_800_000;

const drill = restoreDrill();
if (drill === null) console.log('restore drill: skipped, it needs a platform of its own: npm test -- restore');

/** People come while the backup runs; answers them in the order in which they came. */
const loadDuring = async (market: Market, act: () => Promise<unknown>): Promise<readonly Person[]> => {
  const joined: Person[] = [];
  let running = true;
  const load = (async () => {
    while (running) joined.push(await market.newPerson('visitor'));
  })();
  try {
    await act();
  } finally {
    running = false;
    await load;
  }
  return joined;
};

/** Who of them can still sign in. */
const known = ({ api }: Market, people: readonly Person[]): Promise<readonly boolean[]> =>
  Promise.all(
    people.map(async ({ credentials: { email, password } }) => {
      const { status } = await api.send('POST', '/identity/sessions', { email, password }, { key: newId() });
      expect([201, 401]).toContain(status);
      return status === 201;
    }),
  );

/** Tokens renewed after the backup are unknown to the restored log: people sign in again. */
const backAgain = async ({ api }: Market, { credentials, party }: Person): Promise<Person> => {
  const person = await Person.signIn(api, credentials);
  return party === undefined ? person : person.actingFor(party);
};

(drill === null ? describe.skip : describe)('Everything lost but the backup and the payment provider', () => {
  const platform = new RestorePlatform(drill?.offset ?? 0);
  const folders: string[] = [];
  afterAll(async () => {
    await platform.stop();
    await platform.removeData();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }, 120_000);

  it(
    'comes back as of the backup, level with the provider, and goes on',
    async () => {
      const backup = join(await mkdtemp(join(tmpdir(), 'guildhall-drill-')), 'backup');
      folders.push(join(backup, '..'));
      await platform.start('reset');
      const before = await Market.open({ patienceMs: PATIENCE_MS });
      const [client, freelancer] = await Promise.all([before.newClient(), before.newFreelancer()]);
      const kept = await hire(client, freelancer, { amounts: [usd('600.00')] });
      await kept.funded();
      await kept.approve(await kept.submit('listings'), 'listings');
      await settlesAt(freelancer, { pending: '49000' }, 'USD', PATIENCE_MS);
      await kept.ended(PATIENCE_MS);
      await before.passDays(6);
      await settlesAt(freelancer, { available: '49000' }, 'USD', PATIENCE_MS);

      const visitors = await loadDuring(before, async () => console.log(await platform.backUp(backup)));
      expect(visitors.length).toBeGreaterThan(0);

      const lostContract: ContractInPlay = await hire(client, freelancer, { amounts: [usd('300.00')] });
      await lostContract.funded();
      const payoutId = await payOut(freelancer, usd('490.00'));
      await payoutReaches(freelancer, payoutId, 'paid');
      const lostPerson = await before.newPerson('late');

      await platform.stop();
      await platform.loseEverything();
      const said = await platform.restore(backup);
      console.log(said);
      expect(said).toContain('the store is in epoch 2 now');
      expect(said).toMatch(/booked: payout_taken/);
      expect(said).toMatch(/booked: capture/);
      expect(said).toMatch(/, 0 flagged/);
      expect(said).toMatch(/recovery point: .* what was written after it is lost/);

      await platform.start('kept');
      const market = await Market.open({ patienceMs: PATIENCE_MS });
      const [again, earner] = await Promise.all([backAgain(market, client), backAgain(market, freelancer)]);
      expect(await again.get(`/contracts/${kept.contractId}`)).toMatchObject({ state: 'ended' });
      console.log(
        `lost, as written after the recovery point: contract ${lostContract.contractId}, account ${lostPerson.accountId}`,
      );
      await expect(again.get(`/contracts/${lostContract.contractId}`)).rejects.toMatchObject({ status: 404 });
      await expect(Person.signIn(market.api, lostPerson.credentials)).rejects.toMatchObject({ status: 401 });

      // The copy is the log up to some moment: whoever came before it is there, whoever came later is not.
      const there = await known(market, visitors);
      expect(there).toEqual([...there].sort((left, right) => Number(right) - Number(left)));

      await settlesAt(earner, { available: '0', pending: '0' }, 'USD', PATIENCE_MS);
      await payoutReaches(earner, payoutId, 'paid');
      const next = await hire(again, earner, { amounts: [usd('300.00')] });
      await next.funded();
      await next.approve(await next.submit('more listings'), 'more listings');
      await next.ended(PATIENCE_MS);
    },
    DRILL_MS,
  );
});
