import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import type { TestAnswer } from '@guildhall/service-kit';
import { personOf, ROLE, usd } from './testing/contract-story.factory.js';
import { ReputationBench } from './testing/reputation-bench.factory.js';

let bench: ReputationBench;
beforeAll(async () => {
  bench = await ReputationBench.open();
});
afterAll(async () => expect(await bench.close()).toEqual([]));

const codeOf = ({ status, body }: TestAnswer) => [status, (body as { code?: string }).code];
const stranger = personOf('client', 'freelancer');

describe('Scores', () => {
  it('are new below three clients, then a number with interval and reasons that sum exactly', async () => {
    const freelancer = personOf('freelancer');
    const why = (as = freelancer) =>
      bench.service.get(`/reputation/parties/${freelancer.accountId}/scores/${ROLE}/why?side=freelancer`, { as });
    expect(codeOf(await why())).toEqual([404, 'COMMON.NOT_FOUND']);
    for (const rating of [5, 5, 4]) {
      expect((await bench.scores(freelancer)).map(({ status, headline }) => [status, headline])).not.toContainEqual([
        'scored',
        expect.anything(),
      ]);
      const story = await bench.reviewable(personOf('client'), freelancer);
      await bench.review(story, 'client', rating);
      await bench.review(story, 'freelancer', 4);
    }
    const [score] = await bench.scores(freelancer);
    expect(score).toMatchObject({
      side: 'freelancer',
      roleId: ROLE,
      status: 'scored',
      n: 3,
      clients: 3,
      scoreVersion: 'score-v1',
    });
    expect(score).toMatchObject({
      mean: 91.5,
      interval: { level: 0.8 },
      dimensions: expect.arrayContaining([expect.objectContaining({ name: 'quality' })]),
    });
    const answer = await why();
    const { alpha, beta, alpha0, beta0, items, headline } = answer.body as Record<string, string> & {
      items: { contributionAlpha: string; contributionBeta: string; factIds: string[]; weight: string }[];
    };
    const units = (text = '0') => BigInt(text.replace('.', ''));
    const sum = (texts: readonly string[]) => texts.reduce((total, text) => total + units(text), 0n);
    expect(units(alpha) - units(alpha0)).toBe(sum(items.map(({ contributionAlpha }) => contributionAlpha)));
    expect(units(beta) - units(beta0)).toBe(sum(items.map(({ contributionBeta }) => contributionBeta)));
    expect([headline, items.length, items[0]?.factIds.length]).toEqual([score?.['headline'], 3, 2]);
    expect(codeOf(await why(stranger))).toEqual([404, 'COMMON.NOT_FOUND']);
    expect((await why(personOf('operator'))).status).toBe(200);
    expect(
      (await bench.service.get(`/reputation/parties/${freelancer.accountId}/scores/${ROLE}/why?side=both`, { as: freelancer }))
        .status,
    ).toBe(400);
  });

  it('count a ruling by its fault, with the value in dispute', async () => {
    const story = await bench.reviewable();
    await bench.hear(story.decided(0.4));
    const score = (
      await bench.service.get(`/reputation/parties/${story.freelancer.accountId}/scores/${ROLE}/why`, { as: story.freelancer })
    ).body as { items: { kind: string; weight: string; contributionAlpha: string }[] };
    const weight = 1 + Math.log10(1 + 400 / 100);
    expect(score.items).toMatchObject([{ kind: 'ruling' }]);
    expect(Number(score.items[0]?.weight)).toBeCloseTo(weight, 8);
    expect(Number(score.items[0]?.contributionAlpha)).toBeCloseTo(weight * 0.6, 8);
    const asClient = await bench.service.get(`/reputation/parties/${story.client.accountId}/as-client`);
    expect(asClient.body).toMatchObject({
      n: 1,
      rulings: 1,
      disputeFault: 0.6,
      autoReleaseShare: 0,
      payLatencyHours: 0,
      paid: [usd('600.00')],
    });
  });

  it('of unknown parties are empty', async () => {
    expect(await bench.scores(personOf())).toEqual([]);
    const { body } = await bench.service.get(`/reputation/parties/${newId()}/as-client`);
    expect(body).toMatchObject({ n: 0, paid: [] });
    expect((await bench.service.get('/reputation/parties/nobody/scores')).status).toBe(400);
  });
});
