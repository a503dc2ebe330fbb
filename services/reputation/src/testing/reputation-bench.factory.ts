import { CLOCK, type Clock, type Fact } from '@guildhall/kernel';
import { createTestService, type TestAnswer, type TestPerson, type TestService } from '@guildhall/service-kit';
import { ReputationModule } from '../reputation.module.js';
import { definition } from '../reputation.service.js';
import { ContractStory, personOf, ratings } from './contract-story.factory.js';

/** A running service with the steps that its specs share. */
export class ReputationBench {
  private constructor(readonly service: TestService) {}

  static async open(): Promise<ReputationBench> {
    return new ReputationBench(await createTestService(definition, ReputationModule));
  }

  /** Stops the service; no answer may have had a code that its operation does not name. */
  async close(): Promise<readonly string[]> {
    const undeclared = this.service.undeclaredErrors();
    await this.service.close();
    return undeclared;
  }

  readonly now = (): string => this.service.app.get<Clock>(CLOCK, { strict: false }).now().toISOString();

  async hear(...facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) await this.service.hear(fact);
    await this.service.settled();
  }

  story(client = personOf('client'), freelancer = personOf('freelancer')): ContractStory {
    return new ContractStory(client, freelancer, this.now);
  }

  /** A paid, ended contract whose window is open. */
  async reviewable(client = personOf('client'), freelancer = personOf('freelancer')): Promise<ContractStory> {
    const story = this.story(client, freelancer);
    await this.hear(story.validated(), story.signed(), story.submitted(), story.approved(), story.released(), story.ended());
    return story;
  }

  review(
    story: ContractStory,
    by: 'client' | 'freelancer',
    rating: number,
    more: object = {},
    key?: string,
  ): Promise<TestAnswer> {
    const body = { dimensions: ratings(by, rating), text: `Said by the ${by}`, ...more };
    return this.service.post(`/reputation/contracts/${story.contractId}/reviews`, {
      as: story[by],
      body,
      ...(key === undefined ? {} : { key }),
    });
  }

  async reviews(story: ContractStory, as: TestPerson): Promise<TestAnswer> {
    await this.service.settled();
    return this.service.get(`/reputation/contracts/${story.contractId}/reviews`, { as });
  }

  async scores({ accountId }: TestPerson): Promise<readonly Record<string, unknown>[]> {
    await this.service.settled();
    const { body } = await this.service.get(`/reputation/parties/${accountId}/scores`);
    return (body as { items: readonly Record<string, unknown>[] }).items;
  }
}
