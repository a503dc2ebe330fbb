import { FACT, type AnyFact, type FactByType, type FactType } from '@guildhall/event-catalogue';
import { deriveId, endOfDayUtc, newId, type Money } from '@guildhall/kernel';
import { testFact, type TestAnswer, type TestPerson, type TestRequest } from '@guildhall/service-kit';
import { rulesForTests } from './rules.factory.js';

export const usd = (minor: number): Money => ({ amount: String(minor), currency: 'USD' });

/** A person who is a party of one's own. */
export const personOf = (name: string): TestPerson => ({ accountId: deriveId('person', name, newId()) });
export const operatorOf = (name: string): TestPerson => ({ ...personOf(name), roles: ['operator'] });

export type Contract = Readonly<{ contractId: string; milestoneIds: readonly string[]; client: string; freelancer: string }>;
export type Method = 'get' | 'post';

/** What other services and people do to the money of contracts; how it reaches payments is up to the subclass. */
export abstract class MoneyStory {
  readonly client = personOf('client');
  readonly freelancer = personOf('freelancer');
  private revision = 0;

  /** Business time. */
  protected abstract now(): Date;
  /** Tells payments a fact; resolves when the test may go on. */
  protected abstract tell(fact: AnyFact): Promise<void>;
  abstract call(method: Method, path: string, request?: TestRequest): Promise<TestAnswer>;

  get(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return this.call('get', path, request);
  }

  post(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return this.call('post', path, request);
  }

  async hear<T extends FactType>(type: T, data: FactByType[T]['data']): Promise<void> {
    this.revision += 1;
    const time = this.now().toISOString();
    const revision = String(this.revision);
    await this.tell(testFact(type, data, { time, recordedTime: time, position: revision, revision }) as AnyFact);
  }

  /** The shipped fee policy, published by two operators ahead of time. */
  async publishFees(): Promise<void> {
    const effectiveFrom = new Date(this.now().getTime() + 60_000).toISOString();
    const body = { policyVersion: 'fee-v1', effectiveFrom, rules: rulesForTests };
    await this.post('/payments/fee-policies', { as: operatorOf('maker'), body });
    await this.post('/payments/fee-policies/fee-v1/approvals', { as: operatorOf('checker') });
  }

  async instrument(testToken = 'tok_ok', person = this.client): Promise<string> {
    const body = { testToken, holderName: 'Client GmbH', country: 'AT' };
    const { body: answer } = await this.post(`/payments/parties/${person.accountId}/instruments`, { as: person, body });
    return (answer as Readonly<{ instrumentId: string }>).instrumentId;
  }

  /** Signed, with milestones of these amounts. */
  async sign(amounts: readonly Money[]): Promise<Contract> {
    const contractId = newId();
    const milestoneIds = amounts.map((_, index) => deriveId(contractId, 'milestone', String(index)));
    const [client, freelancer] = [this.client.accountId, this.freelancer.accountId];
    await this.hear(FACT.ContractSigned, {
      contractId,
      clientPartyId: client,
      freelancerPartyId: freelancer,
      origin: { kind: 'proposal', id: newId() },
      roleId: 'listing_writer',
      pricingModel: 'milestone',
      currency: amounts[0]?.currency ?? 'USD',
      termsVersion: 1,
      termsHash: `sha256:${'a'.repeat(64)}`,
      policyRefs: { fee: 'fee-v1' },
      milestones: amounts.map((amount, index) => ({
        milestoneId: milestoneIds[index] ?? '',
        kind: 'deliverable' as const,
        amount,
        dueAt: endOfDayUtc(this.now().toISOString(), 30),
      })),
      benefitsPercent: 0,
    });
    return { contractId, milestoneIds, client, freelancer };
  }

  async fund({ contractId, milestoneIds, client }: Contract, amounts: readonly Money[]): Promise<string> {
    const fundingId = newId();
    const lines = amounts.map((amount, index) => ({ milestoneId: milestoneIds[index] ?? '', amount }));
    const payBy = endOfDayUtc(this.now().toISOString(), 7);
    await this.hear(FACT.FundingRequested, { contractId, fundingId, clientPartyId: client, lines, quoteId: newId(), payBy });
    return fundingId;
  }

  /** Signed and funded, with an instrument of the client. */
  async funded(...amounts: readonly Money[]): Promise<Contract> {
    await this.instrument();
    const contract = await this.sign(amounts);
    await this.fund(contract, amounts);
    return contract;
  }

  /** The whole amount of the first milestone, or what is named. */
  async approve({ contractId, milestoneIds, freelancer }: Contract, amount: Money, releaseId = newId()): Promise<string> {
    await this.hear(FACT.MilestoneApproved, {
      contractId,
      milestoneId: milestoneIds[0] ?? '',
      releaseId,
      deliverableVersion: 1,
      contentHash: `sha256:${'b'.repeat(64)}`,
      amount,
      payeePartyId: freelancer,
      protection: 'covered',
      ruleId: 'fixed.funded',
      approvedBy: 'client',
      approvedAt: this.now().toISOString(),
    });
    return releaseId;
  }

  /** Opens `withdraw` as identity's requirement engine does. */
  enableWithdrawal(person = this.freelancer): Promise<void> {
    const { accountId: partyId } = person;
    return this.hear(FACT.CapabilityEnabled, { partyId, capability: 'withdraw', policyVersion: 'kyc-v1' });
  }

  async destination(person = this.freelancer, testToken = 'dst_ok'): Promise<string> {
    const body = { testToken, method: 'bank_transfer', country: 'AT' };
    const { body: answer } = await this.post(`/payments/parties/${person.accountId}/payout-destinations`, { as: person, body });
    return (answer as Readonly<{ destinationId: string }>).destinationId;
  }

  /** USD balances of a party, minor units as text. */
  async balances(person: TestPerson): Promise<Readonly<Record<string, string>>> {
    const { body } = await this.get(`/payments/wallets/${person.accountId}`, { as: person });
    return (body as Readonly<{ balances?: Readonly<Record<string, Readonly<Record<string, string>>>> }>).balances?.['USD'] ?? {};
  }
}
