import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, type Person } from '@guildhall/local';
import { hire, type ContractInPlay } from '../market/contract.js';
import { LogHead } from '../market/log.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { allOperations, pathOf, type Operation } from '../market/operations.js';
import { TokenForge } from '../market/tokens.js';

const STAFF = ['operator', 'trust_safety', 'mediator', 'arbitrator'];
type Refused = Readonly<{ operation: string; actor: string; status: number }>;

describe('Story 11: who may do what', () => {
  let market: Market;
  let forge: TokenForge;
  let log: LogHead;
  let operations: readonly Operation[];
  let client: Person;
  let freelancer: Person;
  let stranger: Person;
  let contract: ContractInPlay;
  let ids: Readonly<Record<string, string>>;

  beforeAll(async () => {
    market = await Market.open();
    [forge, operations] = await Promise.all([TokenForge.open(), allOperations(market.api)]);
    log = new LogHead();
    [client, freelancer, stranger] = await Promise.all([
      market.newClient(),
      market.newFreelancer(),
      market.newPerson('stranger'),
    ]);
    contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    ids = {
      contractId: contract.contractId,
      milestoneId: contract.milestoneId(),
      partyId: client.partyId,
      organisationId: client.partyId,
      accountId: client.accountId,
      id: client.accountId,
      role: 'client',
    };
  }, 180_000);
  afterAll(() => log.close());

  /** Sends the same otherwise valid request as somebody; answers those that were not refused as they should. */
  const refusedAll = async (
    chosen: readonly Operation[],
    actor: string,
    statuses: readonly number[],
    send: (operation: Operation) => Promise<{ status: number }>,
  ): Promise<readonly Refused[]> => {
    const before = await quiet();
    const wrong: Refused[] = [];
    for (const operation of chosen) {
      const { status } = await send(operation);
      if (!statuses.includes(status)) wrong.push({ operation: `${operation.method} ${operation.path}`, actor, status });
    }
    expect(await log.position()).toBe(before);
    return wrong;
  };

  /** The log's end once nothing that was under way writes any more. */
  const quiet = (): Promise<string> =>
    eventually('a quiet log', async () => {
      const first = await log.position();
      await new Promise((resolve) => setTimeout(resolve, 250));
      return (await log.position()) === first ? first : undefined;
    });

  const asToken = (token: string | undefined) => (operation: Operation) =>
    market.api.send(operation.method, pathOf(operation, ids), operation.body, {
      ...(token === undefined ? {} : { token }),
      key: 'access-matrix',
    });
  const asPerson = (person: Person) => (operation: Operation) =>
    person.send(operation.method, pathOf(operation, ids), operation.body, { key: 'access-matrix' });

  const notPublic = (): readonly Operation[] => operations.filter(({ allow }) => !allow.includes('public'));
  const staffOnly = (): readonly Operation[] =>
    operations.filter(({ allow }) => allow.length > 0 && allow.every((one) => STAFF.includes(one)));
  const ownOnly = (): readonly Operation[] =>
    operations.filter(
      ({ allow, path }) =>
        !allow.includes('public') &&
        !allow.includes('signed-in') &&
        allow.some((one) => one === 'own party' || one === 'counterparty') &&
        path.includes('{'),
    );

  it('is declared for every operation of all six services', () => {
    expect(new Set(operations.map(({ service }) => service)).size).toBe(6);
    expect(operations.filter(({ allow }) => allow.length === 0)).toEqual([]);
  });

  it(
    'refuses everybody without a token',
    async () => expect(await refusedAll(notPublic(), 'nobody', [401], asToken(undefined))).toEqual([]),
    180_000,
  );

  it('refuses an expired token', async () => {
    const expired = forge.token({ sub: client.accountId, roles: ['operator'], ageSeconds: 900 });
    expect(await refusedAll(notPublic(), 'expired', [401], asToken(expired))).toEqual([]);
  }, 180_000);

  it('refuses a token that was made for somebody else', async () => {
    const foreign = forge.token({ sub: client.accountId, roles: ['operator'], aud: ['elsewhere'] });
    expect(await refusedAll(notPublic(), 'wrong audience', [401], asToken(foreign))).toEqual([]);
  }, 180_000);

  it('refuses people without the staff role', async () => {
    expect(await refusedAll(staffOnly(), 'freelancer', [403], asPerson(freelancer))).toEqual([]);
    expect(await refusedAll(staffOnly(), 'client', [403], asPerson(client))).toEqual([]);
  }, 180_000);

  it(
    'answers a stranger as if nothing were there',
    async () => expect(await refusedAll(ownOnly(), 'stranger', [403, 404], asPerson(stranger))).toEqual([]),
    180_000,
  );

  it('refuses to act for a party that one has no seat in', async () => {
    const chosen = ownOnly().filter(({ method }) => method === 'POST');
    const send = (operation: Operation) =>
      stranger.send(operation.method, pathOf(operation, ids), operation.body, { key: 'access-matrix', party: client.partyId });
    expect(await refusedAll(chosen, 'stranger as the client', [403, 404], send)).toEqual([]);
  }, 180_000);
});
