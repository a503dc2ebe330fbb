import type { AnyFact } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import { CLOCK, type Clock } from '@guildhall/kernel';
import { createTestService, type TestAnswer, type TestPerson, type TestRequest, type TestService } from '@guildhall/service-kit';
import { DisputesModule } from '../disputes.module.js';
import { definition } from '../disputes.service.js';
import { DisputeStory, usd } from './dispute-story.factory.js';

/** The story on a service in memory; every step waits until its effects are there. */
export class InMemoryStory extends DisputeStory {
  private constructor(readonly service: TestService) {
    super();
  }

  static async start(): Promise<InMemoryStory> {
    return new InMemoryStory(await createTestService(definition, DisputesModule));
  }

  async call(method: 'get' | 'post', path: string, request: TestRequest = {}): Promise<TestAnswer> {
    const answer = await this.service[method](path, request);
    if (method === 'post') await this.service.settled();
    return answer;
  }

  async tell(fact: AnyFact): Promise<void> {
    await this.service.hear(fact);
    await this.service.settled();
  }

  protected now(): Date {
    return this.service.app.get<Clock>(CLOCK, { strict: false }).now();
  }

  /** A funded contract of which half is disputed by the client, the freeze seen. Answers the dispute's id. */
  async awaiting(amount = '400.00'): Promise<string> {
    await this.tell(this.signed());
    await this.tell(this.funded());
    const opened = await this.post(this.client, '/disputes', this.opening(amount));
    const { disputeId } = opened.body as { disputeId: string };
    await this.tell(this.frozen(disputeId, amount));
    return disputeId;
  }

  async negotiating(): Promise<string> {
    const disputeId = await this.awaiting();
    await this.post(this.freelancer, `/disputes/${disputeId}/responses`, { statement: 'All of it is there.' });
    return disputeId;
  }

  async mediating(): Promise<string> {
    await this.staffed();
    const disputeId = await this.negotiating();
    for (const side of [this.client, this.freelancer]) await this.post(side, `/disputes/${disputeId}/mediation-requests`);
    return disputeId;
  }

  async proposed(toFreelancer = '200.00'): Promise<string> {
    const disputeId = await this.mediating();
    const proposal = { toFreelancer: usd(toFreelancer), reasons: 'Half was delivered.', ruleIds: ['D1'] };
    await this.post(this.mediator, `/disputes/${disputeId}/mediation-proposals`, proposal);
    return disputeId;
  }

  async arbitrated(): Promise<string> {
    const disputeId = await this.proposed();
    await this.post(this.client, `/disputes/${disputeId}/mediation-answers`, { answer: 'reject' });
    for (const side of [this.client, this.freelancer])
      await this.post(side, `/disputes/${disputeId}/arbitration-answers`, { answer: 'agree' });
    return disputeId;
  }

  async view(disputeId: string, as: TestPerson = this.client): Promise<Readonly<Record<string, unknown>>> {
    return (await this.get(as, `/disputes/${disputeId}`)).body as Readonly<Record<string, unknown>>;
  }

  events(disputeId: string): Promise<readonly StoredEvent[]> {
    return this.service.events(`disputes.dispute-${disputeId}`);
  }

  /** Types of the dispute's events, without the traces of facts that changed nothing. */
  async types(disputeId: string): Promise<readonly string[]> {
    return (await this.events(disputeId)).map(({ type }) => type).filter((type) => type !== 'FactNoted');
  }
}
