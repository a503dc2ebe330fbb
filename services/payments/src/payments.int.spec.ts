import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testServers } from '@guildhall/testing';
import { usd } from './testing/money-story.factory.js';
import { PaymentsOnServers } from './testing/payments-on-servers.factory.js';

describe('Payments on real servers', () => {
  let story: PaymentsOnServers;
  beforeAll(async () => {
    story = await PaymentsOnServers.open(testServers());
  }, 120_000);
  afterAll(() => story.close(), 30_000);

  const held = async (contractId: string): Promise<string | undefined> => {
    const { body } = await story.get(`/payments/contracts/${contractId}/escrow`, { as: story.client });
    return (body as { milestones?: { held: { amount: string } }[] }).milestones?.[0]?.held.amount;
  };

  it('holds 600.00, releases 490.00 of them into the wallet and has balanced books', async () => {
    const contract = await story.funded(usd(60_000));
    await eventually('600.00 held', async () => (await held(contract.contractId)) === '60000', 30_000);
    await story.approve(contract, usd(60_000));
    await eventually('490.00 pending', async () => (await story.balances(story.freelancer))['pending'] === '49000', 30_000);
    const { code, output } = await story.run('ledger-check.main.js', '--read-models', '--json');
    expect({ code, result: (JSON.parse(output) as { result: string }).result }).toEqual({ code: 0, result: 'sound' });
  }, 120_000);

  it('rebuilds its read models equal in every field', async () => {
    const { code, output } = await story.run('rebuild.main.js', 'wallets', 'escrows', 'trial-balance');
    expect({ code, models: output.split('\n').filter((line) => line.includes(': equal')).length }).toEqual({
      code: 0,
      models: 3,
    });
  }, 60_000);

  it('captures once when the provider loses its answer', async () => {
    await story.fault({ next: { path: '/charges/{chargeId}/capture', kind: 'timeout_after_success' } });
    const contract = await story.funded(usd(20_000));
    await eventually('200.00 held', async () => (await held(contract.contractId)) === '20000', 30_000);
  }, 60_000);
});
