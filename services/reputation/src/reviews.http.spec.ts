import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import type { TestAnswer } from '@guildhall/service-kit';
import { DAY, personOf, ratings, ROLE, usd, type ContractStory } from './testing/contract-story.factory.js';
import { ReputationBench } from './testing/reputation-bench.factory.js';

let bench: ReputationBench;
beforeAll(async () => {
  bench = await ReputationBench.open();
});
afterAll(async () => expect(await bench.close()).toEqual([]));

const codeOf = ({ status, body }: TestAnswer) => [status, (body as { code?: string }).code];
const stranger = personOf('client', 'freelancer');

describe('Reviews of a contract', () => {
  it('stay sealed until both are in, then are published at one instant', async () => {
    const story = await bench.reviewable();
    expect((await bench.reviews(story, story.client)).body).toMatchObject({
      state: 'open',
      mine: { state: 'none' },
      reviews: [],
    });
    const first = await bench.review(story, 'client', 5, { text: 'Excellent listing work', privateNote: 'A little slow' });
    expect(first).toMatchObject({ status: 201, body: { state: 'one_sealed' } });
    expect((await bench.reviews(story, story.client)).body).toMatchObject({
      state: 'one_sealed',
      mine: { state: 'sealed' },
      reviews: [],
    });
    expect((await bench.reviews(story, story.freelancer)).body).toMatchObject({ mine: { state: 'none' }, reviews: [] });
    expect((await bench.review(story, 'freelancer', 4)).body).toMatchObject({ state: 'both_sealed' });
    const { body } = await bench.reviews(story, story.freelancer);
    const { state, reviews } = body as { state: string; reviews: { revealedAt: string; text: string; side: string }[] };
    expect([state, reviews.map(({ side, text }) => [side, text])]).toEqual([
      'revealed',
      [
        ['client', 'Excellent listing work'],
        ['freelancer', 'Said by the freelancer'],
      ],
    ]);
    expect(new Set(reviews.map(({ revealedAt }) => revealedAt)).size).toBe(1);
    expect(JSON.stringify(body)).not.toContain('A little slow');
    expect((await bench.reviews(story, story.client)).body).toMatchObject({
      mine: { state: 'revealed', privateNote: 'A little slow' },
    });
    expect(((await bench.reviews(story, stranger)).body as { reviews: unknown[] }).reviews).toHaveLength(2);
  });

  it('can be checked against their commit by anyone', async () => {
    const story = await bench.reviewable();
    const { commit } = (await bench.review(story, 'client', 3)).body as { commit: string };
    await bench.review(story, 'freelancer', 3);
    const { reviews } = (await bench.reviews(story, stranger)).body as {
      reviews: { side: string; commit: string; salt: string; text: string; dimensions: { name: string; rating: number }[] }[];
    };
    const review = reviews.find(({ side }) => side === 'client');
    const canonical = JSON.stringify([
      story.contractId,
      'client',
      review?.dimensions.map(({ name, rating }) => [name, rating]),
      review?.text,
    ]);
    const salt = Buffer.from(review?.salt ?? '', 'hex');
    expect(salt).toHaveLength(32);
    const hash = createHash('sha256').update(Buffer.concat([Buffer.from(`${canonical}|`, 'utf8'), salt]));
    expect([review?.commit, `sha256:${hash.digest('hex')}`]).toEqual([commit, commit]);
  });

  it('are edited until the other side has sealed', async () => {
    const story = await bench.reviewable();
    await bench.review(story, 'client', 1);
    expect((await bench.review(story, 'client', 4)).status).toBe(201);
    await bench.review(story, 'freelancer', 4);
    const { reviews } = (await bench.reviews(story, story.client)).body as { reviews: { dimensions: { rating: number }[] }[] };
    expect(reviews.map(({ dimensions }) => dimensions[0]?.rating)).toEqual([4, 4]);
    expect(codeOf(await bench.review(story, 'client', 5))).toEqual([409, 'REPUTATION.ALREADY_REVEALED']);
  });

  it('are published alone at the deadline, and not taken after it', async () => {
    const story = await bench.reviewable();
    await bench.review(story, 'client', 5);
    await bench.service.advance(14 * DAY);
    expect((await bench.reviews(story, story.client)).body).toMatchObject({ state: 'one_sealed' });
    await bench.service.advance(DAY);
    expect((await bench.reviews(story, story.client)).body).toMatchObject({ state: 'revealed', reviews: [{ side: 'client' }] });
    const other = await bench.reviewable();
    await bench.service.advance(15 * DAY);
    expect((await bench.reviews(other, other.client)).body).toMatchObject({ state: 'closed', reviews: [] });
    expect(codeOf(await bench.review(other, 'client', 5))).toEqual([409, 'REPUTATION.WINDOW_CLOSED']);
  });

  it('wait in lists of both parties', async () => {
    const story = await bench.reviewable();
    const listOf = async (by: 'client' | 'freelancer') => {
      await bench.service.settled();
      return (await bench.service.get('/reputation/reviews?waiting=true', { as: story[by] })).body;
    };
    const item = { contractId: story.contractId, closesAt: expect.stringMatching(/T00:00:00.000Z$/) };
    expect(await listOf('client')).toMatchObject({ items: [{ ...item, side: 'client', mine: { state: 'open' } }] });
    await bench.review(story, 'freelancer', 5);
    expect(await listOf('freelancer')).toMatchObject({ items: [{ ...item, mine: { state: 'sealed' } }] });
    await bench.review(story, 'client', 5);
    expect(await listOf('client')).toEqual({ items: [] });
    expect((await bench.service.get('/reputation/reviews', { as: story.client })).status).toBe(400);
  });

  it('of a contract that is refunded in full later are flagged', async () => {
    const story = await bench.reviewable();
    await bench.review(story, 'client', 2);
    await bench.review(story, 'freelancer', 5);
    await bench.hear(story.refunded(usd('600.00'), 'released'));
    const { reviews } = (await bench.reviews(story, story.client)).body as { reviews: { flags: string[] }[] };
    expect(reviews.map(({ flags }) => flags)).toEqual([['full_refund'], ['full_refund']]);
  });
});

describe('A sealed review', () => {
  const secret = 'zz-secret-words';
  it('is nowhere: not in the log, not in any answer', async () => {
    const story = await bench.reviewable();
    await bench.review(story, 'client', 2, { text: secret, privateNote: `${secret}-too` });
    await bench.service.settled();
    const raw = await rawLog(bench);
    expect(raw).not.toMatch(/zz-secret/);
    expect(raw.split(story.contractId).slice(1).join()).not.toMatch(/"rating"|would_rehire/);
    const operator = personOf('operator');
    for (const path of Object.keys(bench.service.openapi.paths)) {
      const url = path
        .replace('{contractId}', story.contractId)
        .replace('{partyId}', story.freelancer.accountId)
        .replace('{roleId}', ROLE);
      for (const as of [story.client, story.freelancer, operator, stranger]) {
        expect(JSON.stringify((await bench.service.get(`${url}?waiting=true`, { as })).body)).not.toMatch(/zz-secret/);
      }
      const plain = await bench.service.get(url, { as: operator });
      expect(JSON.stringify(plain.body)).not.toMatch(/zz-secret/);
    }
    expect(codeOf(await bench.reviews(story, operator))).toEqual([403, 'REPUTATION.SEALED']);
    expect(codeOf(await bench.reviews(story, stranger))).toEqual([404, 'COMMON.NOT_FOUND']);
  });
  it('leaves its text encrypted in the log after the reveal', async () => {
    const story = await bench.reviewable();
    await bench.review(story, 'client', 2, { text: secret });
    await bench.review(story, 'freelancer', 2);
    await bench.service.settled();
    expect(await rawLog(bench)).not.toMatch(/zz-secret/);
    const types = (await bench.service.events(`reputation.reviews-${story.contractId}`)).map(({ type }) => type);
    expect(types).toEqual(['ReviewWindowOpened', 'ReviewSealed', 'ReviewSealed', 'ReviewPublished', 'ReviewPublished']);
  });
});

describe('Who may review', () => {
  it('is told alike whether a contract is unknown, running or of others', async () => {
    const running = bench.story();
    await bench.hear(running.signed(), running.released());
    const foreign = await bench.reviewable();
    const answers = [
      await bench.review(running, 'client', 5),
      await bench.review(bench.story(), 'client', 5),
      await bench.service.post(`/reputation/contracts/${foreign.contractId}/reviews`, {
        as: stranger,
        body: { dimensions: ratings('client', 5) },
      }),
    ];
    expect(answers.map(codeOf)).toEqual(Array(3).fill([403, 'REPUTATION.NOT_ELIGIBLE']));
    expect((await bench.reviews(running, running.client)).body).toMatchObject({ state: 'waiting', reviews: [] });
  });

  it('leaves out viewers of an organisation and people on both sides', async () => {
    const organisationId = newId();
    const story = await bench.reviewable({ accountId: organisationId });
    const as = (accountId: string, seatRole: 'viewer' | 'hiring') =>
      bench.service.post(`/reputation/contracts/${story.contractId}/reviews`, {
        as: { accountId, roles: ['client'], seats: [{ organisationId, seatRole }] },
        party: organisationId,
        body: { dimensions: ratings('client', 5) },
      });
    expect(codeOf(await as(newId(), 'viewer'))).toEqual([403, 'REPUTATION.NOT_ELIGIBLE']);
    expect(codeOf(await as(story.freelancer.accountId, 'hiring'))).toEqual([403, 'REPUTATION.NOT_ELIGIBLE']);
    expect((await as(newId(), 'hiring')).status).toBe(201);
  });

  it('needs a payment of one dollar', async () => {
    const story = bench.story();
    await bench.hear(story.signed(), story.ended(), story.released(usd('0.99')));
    expect((await bench.reviews(story, story.client)).body).toMatchObject({ state: 'waiting' });
    await bench.hear(story.released(usd('0.01')));
    expect((await bench.reviews(story, story.client)).body).toMatchObject({ state: 'open' });
  });
});

describe('A review that is refused', () => {
  let story: ContractStory;
  beforeAll(async () => {
    story = await bench.reviewable();
  });
  it.each([
    ['misses a dimension', { dimensions: ratings('client', 5).slice(1) }, 422, 'REPUTATION.DIMENSION_MISSING'],
    ['rates the own side', { dimensions: ratings('freelancer', 5) }, 422, 'REPUTATION.DIMENSION_MISSING'],
    ['rates beyond five', { dimensions: ratings('client', 6) }, 422, 'REPUTATION.RATING_RANGE'],
    ['rates in halves', { dimensions: ratings('client', 4.5) }, 422, 'REPUTATION.RATING_RANGE'],
    ['holds an address', { text: 'Write to ada@example.org' }, 422, 'REPUTATION.CONTACT_DATA'],
    ['has a field that nobody knows', { stars: 5 }, 400, 'COMMON.VALIDATION'],
    ['is no list', { dimensions: 'good' }, 400, 'COMMON.VALIDATION'],
    ['is too long', { text: 'x'.repeat(5001) }, 400, 'COMMON.VALIDATION'],
  ])('%s', async (_, more, status, code) => {
    const before = (await bench.service.events(`reputation.reviews-${story.contractId}`)).length;
    expect(codeOf(await bench.review(story, 'client', 5, more))).toEqual([status, code]);
    expect(await bench.service.events(`reputation.reviews-${story.contractId}`)).toHaveLength(before);
  });

  it('comes without a key or a token, or under a key of another one', async () => {
    const path = `/reputation/contracts/${story.contractId}/reviews`;
    const body = { dimensions: ratings('client', 5) };
    expect(codeOf(await bench.service.post(path, { as: story.client, key: null, body }))).toEqual([
      400,
      'COMMON.IDEMPOTENCY_KEY_MISSING',
    ]);
    expect((await bench.service.post(path, { body })).status).toBe(401);
    const key = newId();
    const [first, second] = [await bench.review(story, 'client', 5, {}, key), await bench.review(story, 'client', 5, {}, key)];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(codeOf(await bench.review(story, 'client', 1, {}, key))).toEqual([422, 'COMMON.IDEMPOTENCY_KEY_REUSED']);
  });
});

/** The data of every stored event of the service's log, as the store holds it. */
const rawLog = async ({ service }: ReputationBench): Promise<string> => {
  const raw: string[] = [];
  for await (const { data } of service.log.readAll({ prefixes: ['reputation.'] })) raw.push(JSON.stringify(data));
  return raw.join();
};
