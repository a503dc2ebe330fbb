import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, testServers } from '@guildhall/testing';
import { ContractStory, DAY, personOf, ratings, ROLE } from './testing/contract-story.factory.js';
import { ReputationOnServers } from './testing/reputation-on-servers.factory.js';

type Reviews = Readonly<{ state: string; reviews: readonly { side: string; text: string; revealedAt: string }[] }>;
type Scores = Readonly<{ items: readonly { side: string; n: number; status: string }[] }>;

describe('Reputation on real servers', () => {
  let servers: ReputationOnServers;
  beforeAll(async () => {
    servers = await ReputationOnServers.open(testServers());
  }, 120_000);
  afterAll(() => servers.close(), 30_000);

  const storyAt = (at: number): ContractStory =>
    new ContractStory(personOf('client'), personOf('freelancer'), () => new Date(at).toISOString());
  const reviewsIn = (state: string, story: ContractStory): Promise<Reviews> =>
    eventually(
      `reviews ${state}`,
      async () => {
        const reviews = await servers.get<Reviews>(story.client, `/reputation/contracts/${story.contractId}/reviews`);
        return reviews.state === state ? reviews : undefined;
      },
      30_000,
    );

  it('opens a window for an ended, paid contract, seals both reviews and publishes them at one instant', async () => {
    const story = storyAt(Date.now());
    await servers.tell(story.ended(), story.released(), story.signed(), story.validated());
    await reviewsIn('open', story);
    const path = `/reputation/contracts/${story.contractId}/reviews`;
    await servers.post(story.client, path, { dimensions: ratings('client', 5), text: 'Sorgfältig, gerne wieder' });
    await servers.post(story.freelancer, path, { dimensions: ratings('freelancer', 4) });
    const { reviews } = await reviewsIn('revealed', story);
    expect(reviews.map(({ side, text }) => [side, text])).toEqual([
      ['client', 'Sorgfältig, gerne wieder'],
      ['freelancer', ''],
    ]);
    expect(new Set(reviews.map(({ revealedAt }) => revealedAt)).size).toBe(1);
    const { items } = await eventually(
      'a score',
      async () => {
        const scores = await servers.get<Scores>(story.client, `/reputation/parties/${story.freelancer.accountId}/scores`);
        return scores.items.length > 0 ? scores : undefined;
      },
      30_000,
    );
    expect(items).toMatchObject([{ side: 'freelancer', roleId: ROLE, status: 'new', n: 1 }]);
  }, 120_000);

  it('closes a window that is over by its timer', async () => {
    const story = storyAt(Date.now() - 16 * DAY);
    await servers.tell(story.signed(), story.released(), story.ended());
    await reviewsIn('closed', story);
  }, 60_000);

  it('builds every read model again, equal in all fields', async () => {
    const { code, output } = await servers.rebuild();
    expect({ code, differing: output.split('\n').filter((line) => !/: equal|^$/.test(line)) }).toEqual({
      code: 0,
      differing: [],
    });
  }, 120_000);
});
