import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT, type AnyFact } from '@guildhall/event-catalogue';
import { bornOf, newId } from '@guildhall/kernel';
import { testFact, type TestPerson } from '@guildhall/service-kit';
import { eventually, testServers } from '@guildhall/testing';
import { GigsOnServers, type ServerAnswer } from './gigs-on-servers.factory.js';
import { briefRequest, capability, feePolicy, gigRequest, proposalRequest, usd } from './testing.factory.js';

const client: TestPerson = { accountId: newId() };
const freelancer: TestPerson = { accountId: newId() };
const SLOW = 60_000;

describe('gigs on real servers', () => {
  let gigs: GigsOnServers;
  const post = (path: string, as: TestPerson, body: object = {}, key?: string) => gigs.call('POST', path, as, body, key);
  /** Repeats a command until what it waits for has come over Kafka. */
  const taken = (what: string, send: () => Promise<ServerAnswer>): Promise<ServerAnswer> =>
    eventually(what, async () => ((answer) => (answer.status < 300 ? answer : undefined))(await send()), SLOW);

  beforeAll(async () => {
    gigs = await GigsOnServers.open(testServers());
    for (const fact of [feePolicy(), capability(client.accountId, 'hire'), capability(freelancer.accountId, 'get_paid')])
      await gigs.tell(fact as AnyFact);
  }, 120_000);
  afterAll(() => gigs.close(), 30_000);

  it('leads a brief to an accepted proposal and a closed brief, through a kill', async () => {
    const { body: drafted } = await post('briefs', client, briefRequest({ title: `Listings ${newId()}` }));
    const briefId = String(drafted['briefId']);
    expect((await post(`briefs/${briefId}/publications`, client)).body).toMatchObject({ state: 'open' });
    const placed = await taken('the fee policy is known', () =>
      post(`briefs/${briefId}/proposals`, freelancer, proposalRequest(), briefId),
    );
    expect(placed.body['quote']).toMatchObject({ clientTotal: usd('63000') });
    const proposalId = String(placed.body['proposalId']);
    await taken('the client may hire', () => post(`proposals/${proposalId}/awards`, client));
    await gigs.killAndRestart();
    const accepted = await post(`proposals/${proposalId}/acceptances`, freelancer, {}, 'accept');
    expect([accepted.status, accepted.body['contractId']]).toEqual([201, bornOf(proposalId, 'contract')]);
    await eventually('the fact is told', () => gigs.hasTold(FACT.ProposalAccepted), SLOW);
    const milestones = [
      { milestoneId: newId(), kind: 'deliverable', amount: usd('60000'), dueAt: '2027-01-01T00:00:00.000Z' },
    ] as const;
    const signed = testFact(FACT.ContractSigned, {
      contractId: bornOf(proposalId, 'contract'),
      clientPartyId: client.accountId,
      freelancerPartyId: freelancer.accountId,
      origin: { kind: 'proposal', id: proposalId },
      roleId: 'listing_optimization',
      pricingModel: 'fixed',
      currency: 'USD',
      termsVersion: 1,
      termsHash: `sha256:${'1'.repeat(64)}`,
      policyRefs: { fee: 'fee-v1' },
      milestones: [...milestones],
      benefitsPercent: 0,
    });
    await gigs.tell(signed as AnyFact);
    const closed = async () => (await gigs.call('GET', `briefs/${briefId}`, client)).body['state'] === 'closed';
    await eventually('the brief is filled', closed, SLOW);
  }, 240_000);

  it('finds a gig again after a kill, and takes an order on it', async () => {
    const word = `z${newId().replaceAll('-', '')}`;
    const { body: drafted } = await post('gigs', freelancer, gigRequest({ title: `Listings ${word}` }));
    const gigId = String(drafted['gigId']);
    await post(`gigs/${gigId}/submissions`, freelancer);
    await gigs.killAndRestart();
    const found = async () => {
      const items = (await gigs.call('GET', `search?q=${word}`)).body['items'] as readonly { gigId: string }[] | undefined;
      return items?.[0]?.gigId === gigId;
    };
    await eventually('search is filled from the log', found, SLOW);
    const order = { gigVersion: 1, tier: 'basic', addOns: [], units: 1, currency: 'USD' };
    expect((await post(`gigs/${gigId}/orders`, client, order)).status).toBe(201);
    await eventually('the fact is told', () => gigs.hasTold(FACT.PackageOrdered), SLOW);
  }, 240_000);

  it('rebuilds its read models equal in every field', async () => {
    const { code, output } = await gigs.rebuild();
    expect({ code, models: output.split('\n').filter((line) => line.includes(': equal')).length }).toEqual({
      code: 0,
      models: 7,
    });
  }, 120_000);
});
