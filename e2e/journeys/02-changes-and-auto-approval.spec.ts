import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type Person } from '@guildhall/local';
import { hire } from '../market/contract.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { settlesAt } from '../market/wallet.js';

describe('Story 2: changes requested twice, then silence', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  beforeAll(async () => {
    market = await Market.open();
    ({ client, freelancer } = await newPair(market));
  }, 120_000);

  it('approves itself fourteen days after the last submission, not the first', async () => {
    const contract = await hire(client, freelancer, { amounts: [usd('300.00')], revisions: 2, dueInDays: 60 });
    await contract.funded();
    await contract.requestChanges(await contract.submit('v1'));
    await market.passDays(5);
    await contract.requestChanges(await contract.submit('v2'));
    await market.passDays(5);
    const version = await contract.submit('v3');
    expect(version).toBe(3);
    await expect(contract.requestChanges(version)).rejects.toMatchObject({ code: 'CONTRACTS.REVISIONS_EXHAUSTED' });
    await market.passDays(10);
    await contract.reached(['submitted']);
    await market.passDays(5);
    await contract.reached(['auto_approved', 'settled']);
    await settlesAt(freelancer, { pending: '24000' });
    const mailed = async (wanted: string, number: string) =>
      (await market.outbox.all())
        .filter(({ template, data }) => template === wanted && data['contractId'] === contract.contractId)
        .map(({ data }) => data[number])
        .sort();
    const reminders = () => mailed('approval-reminded', 'reminder');
    const submissions = () => mailed('milestone-submitted', 'deliverableVersion');
    await eventually('three reminders', async () => (await reminders()).length >= 3 || undefined);
    await eventually('three submissions', async () => (await submissions()).length >= 3 || undefined);
    expect([await reminders(), await submissions()]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
  }, 180_000);
});
