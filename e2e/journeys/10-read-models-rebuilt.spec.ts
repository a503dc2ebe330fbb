import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import type { Person } from '@guildhall/local';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { journeyConfig } from '../market/config.js';
import { hire, type ContractInPlay } from '../market/contract.js';
import { allReady, kill } from '../market/control.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { settlesAt } from '../market/wallet.js';

describe('Story 10: all read models dropped and rebuilt', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  let contract: ContractInPlay;
  beforeAll(async () => {
    market = await Market.open({ patienceMs: 60_000 });
    ({ client, freelancer } = await newPair(market));
    contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    await contract.approve(await contract.submit('listings'), 'listings');
    await settlesAt(freelancer, { pending: '49000' });
    await contract.ended();
  }, 180_000);
  afterAll(() => allReady(), 120_000);

  const snapshot = async (): Promise<unknown> => {
    const { contractId } = contract;
    const operator = await market.staff('operator-1');
    const asked: readonly (readonly [Person, string])[] = [
      [client, '/contracts'],
      [freelancer, `/contracts/${contractId}`],
      [client, `/contracts/${contractId}/timeline`],
      [client, `/payments/wallets/${client.partyId}`],
      [freelancer, `/payments/wallets/${freelancer.partyId}`],
      [client, `/payments/contracts/${contractId}/escrow`],
      [client, `/payments/contracts/${contractId}/fundings`],
      [client, `/payments/contracts/${contractId}/milestones/${contract.milestoneId()}/statement`],
      [client, '/gigs/briefs?mine=true'],
      [freelancer, '/gigs/proposals?mine=true'],
      [freelancer, `/identity/parties/${freelancer.partyId}/capabilities`],
      [client, `/reputation/contracts/${contractId}/reviews`],
      [operator, '/identity/restrictions'],
      [operator, '/disputes/queue'],
    ];
    const answers = [];
    for (const [person, path] of asked) answers.push([path, await person.get(path)]);
    return answers;
  };

  it('answers every query as before after the database came back empty', async () => {
    const before = await snapshot();
    await kill('mongo');
    await allReady();
    expect(await snapshot()).toEqual(before);
  }, 180_000);

  it.each(SERVICES)(
    'finds a second generation of every read model of %s equal in every field',
    async (service) => {
      const { dataDir, edgeUrl } = journeyConfig();
      const local = fileURLToPath(new URL('../../infra/local/dist/main.js', import.meta.url));
      const offset = String(Number(new URL(edgeUrl).port) - 8080);
      const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
        execFile(
          process.execPath,
          [local, 'tool', service, 'rebuild', '--port-offset', offset, '--data', dataDir],
          (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }),
        );
      });
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    },
    120_000,
  );
});
