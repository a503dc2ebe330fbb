import { FACT, type PackageOrderedData, type ProposalAcceptedData } from '@guildhall/event-catalogue';
import { bornOf, CLOCK, newId, type Clock, type Fact } from '@guildhall/kernel';
import { createTestService, testFact, type TestAnswer, type TestPerson, type TestService } from '@guildhall/service-kit';
import { fundingIdOf, milestoneIdOf } from './domain/contract/decide-signing.js';
import { ContractsModule } from './contracts.module.js';
import { definition } from './contracts.service.js';

export const usd = (amount: string) => ({ amount: `${Math.round(Number(amount) * 100)}`, currency: 'USD' });
export const hashOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
export const DAY = 86_400_000;

/** A contract in a running service: two people, and the steps of others as the facts that they tell. */
export class Story {
  readonly client: TestPerson = { accountId: newId(), roles: ['client'] };
  readonly freelancer: TestPerson = { accountId: newId(), roles: ['freelancer'] };
  readonly operator: TestPerson = { accountId: newId(), roles: ['operator'] };
  readonly originId = newId();
  readonly contractId = bornOf(this.originId, 'contract');
  readonly quoteId = newId();
  private escrowRevision = 0;

  constructor(readonly service: TestService) {}

  milestoneId(index = 0): string {
    return milestoneIdOf(this.contractId, index);
  }

  path(rest = ''): string {
    return `/contracts/${this.contractId}${rest}`;
  }

  onMilestone(rest: string, index = 0): string {
    return this.path(`/milestones/${this.milestoneId(index)}${rest}`);
  }

  /** Business time, which the sandbox clock moves: facts are told by it. */
  private businessNow(): Date {
    return this.service.app.get<Clock>(CLOCK, { strict: false }).now();
  }

  now(): string {
    return this.businessNow().toISOString();
  }

  post(as: TestPerson, path: string, body: object = {}, key?: string): Promise<TestAnswer> {
    return this.service.post(path, { as, body, ...(key === undefined ? {} : { key }) });
  }

  get(as: TestPerson, path: string): Promise<TestAnswer> {
    return this.service.get(path, { as });
  }

  async hear(fact: Fact): Promise<void> {
    await this.service.hear(fact);
    await this.service.settled();
  }

  /** Both parties may sign. */
  async capable(): Promise<void> {
    await this.hear(this.capability('CapabilityEnabled', this.client, 'hire', '1'));
    await this.hear(this.capability('CapabilityEnabled', this.freelancer, 'get_paid', '1'));
  }

  capability(
    told: 'CapabilityEnabled' | 'CapabilityDisabled',
    { accountId: partyId }: TestPerson,
    capability: 'hire' | 'get_paid',
    revision: string,
  ): Fact {
    const frame = { revision, time: this.now() };
    if (told === 'CapabilityEnabled')
      return testFact(FACT.CapabilityEnabled, { partyId, capability, policyVersion: 'kyc-v1' }, frame);
    const closed = { disabledReason: 'requirements.past_due', currentlyDue: ['billing_method'] } as const;
    return testFact(FACT.CapabilityDisabled, { partyId, capability, ...closed }, frame);
  }

  accepted(amounts: readonly string[] = ['600.00'], change: Partial<ProposalAcceptedData['termsDraft']> = {}): Fact {
    const pricingModel = amounts.length > 1 ? 'milestone' : 'fixed';
    const data: ProposalAcceptedData = {
      proposalId: this.originId,
      briefId: newId(),
      clientPartyId: this.client.accountId,
      freelancerPartyId: this.freelancer.accountId,
      pricingModel,
      termsDraft: { ...this.terms(amounts), pricingModel, ...change },
      quoteId: this.quoteId,
      policyRefs: { fee: 'fee-v1' },
    };
    return testFact(FACT.ProposalAccepted, data, { time: this.now() });
  }

  ordered(amount = '600.00'): Fact {
    const data: PackageOrderedData = {
      orderId: this.originId,
      gigId: newId(),
      gigVersion: 1,
      tier: 'basic',
      addOns: [],
      units: 1,
      clientPartyId: this.client.accountId,
      freelancerPartyId: this.freelancer.accountId,
      termsDraft: this.terms([amount]),
      quoteId: this.quoteId,
      policyRefs: { fee: 'fee-v1' },
      payBy: new Date(this.businessNow().getTime() + 900_000).toISOString(),
    };
    return testFact(FACT.PackageOrdered, data, { time: this.now() });
  }

  private terms(amounts: readonly string[]): ProposalAcceptedData['termsDraft'] {
    const price = usd(String(amounts.reduce((sum, amount) => sum + Number(amount), 0)));
    const milestones = amounts.map(
      (amount) => ({ kind: 'deliverable', amount: usd(amount), dueInDays: 14, criteriaIds: ['c1', 'c2'] }) as const,
    );
    return {
      roleId: 'listing_optimization',
      pricingModel: 'fixed',
      currency: 'USD',
      price,
      milestones,
      revisions: 2,
      autoApproval: { days: 14 },
    };
  }

  funded(amount = '600.00', index = 0): Fact {
    const held = { amount: usd(amount), heldRemaining: usd(amount), benefits: usd('0'), escrowRevision: this.next() };
    const ids = {
      contractId: this.contractId,
      milestoneId: this.milestoneId(index),
      fundingId: fundingIdOf(this.contractId, index + 1),
      holdId: newId(),
    };
    return testFact(FACT.MilestoneFunded, { ...ids, ...held }, { time: this.now() });
  }

  released(releaseId: string, amount: string, remaining = '0', index = 0): Fact {
    const parties = { clientPartyId: this.client.accountId, freelancerPartyId: this.freelancer.accountId };
    const none = usd('0');
    const money = {
      gross: usd(amount),
      fee: none,
      taxWithheld: none,
      vat: none,
      benefits: none,
      net: usd(amount),
      source: 'hold',
    } as const;
    const ids = { contractId: this.contractId, milestoneId: this.milestoneId(index), releaseId };
    const held = { availableAt: this.now(), heldRemaining: usd(remaining), escrowRevision: this.next() };
    return testFact(FACT.MilestoneReleased, { ...ids, ...parties, ...money, ...held }, { time: this.now() });
  }

  escrowClosed(): Fact {
    const none = usd('0');
    const money = { funded: usd('600.00'), released: usd('600.00'), refunded: none, chargedBack: none, currency: 'USD' };
    return testFact(FACT.EscrowClosed, { contractId: this.contractId, ...money }, { time: this.now() });
  }

  disputeOpened(disputeId: string, amount: string): Fact {
    return testFact(
      FACT.DisputeOpened,
      {
        disputeId,
        contractId: this.contractId,
        milestoneId: this.milestoneId(),
        scopeKind: 'milestone',
        amount: usd(amount),
        openedBy: this.client.accountId,
        against: this.freelancer.accountId,
        lane: 'standard',
        asOf: { stream: `contracts.contract-${this.contractId}`, revision: '9' },
        respondBy: this.now(),
        defaultOutcome: 'respondent_loses_claim',
        policyRefs: { dispute: 'dispute-v1' },
      },
      { time: this.now() },
    );
  }

  disputeClosed(disputeId: string): Fact {
    const data = {
      disputeId,
      contractId: this.contractId,
      milestoneId: this.milestoneId(),
      outcome: 'withdrawn',
      closedAt: this.now(),
    };
    return testFact(FACT.DisputeClosed, data, { time: this.now() });
  }

  restricted(restrictionId: string, carveOut: readonly string[]): Fact {
    const partyId = this.freelancer.accountId;
    const rules = {
      stage: 'suspended',
      scope: ['contracts'],
      reasonCode: 'terms.repeated_breach',
      reviewDate: '2026-04-15',
      carveOut,
    } as const;
    return testFact(FACT.PartyRestricted, { partyId, restrictionId, ...rules }, { time: this.now(), revision: '0' });
  }

  /** Drafted, offered, signed by both. */
  async signed(amounts: readonly string[] = ['600.00']): Promise<void> {
    await this.capable();
    await this.hear(this.accepted(amounts));
    const { termsHash } = (await this.post(this.client, this.path('/offer'))).body as { termsHash: string };
    await this.post(this.client, this.path('/signatures'), { termsHash });
    await this.post(this.freelancer, this.path('/signatures'), { termsHash });
  }

  /** Signed, with the first milestone funded. */
  async active(amounts: readonly string[] = ['600.00']): Promise<void> {
    await this.signed(amounts);
    await this.hear(this.funded(amounts[0]));
  }

  submit(letter: string): Promise<TestAnswer> {
    return this.post(this.freelancer, this.onMilestone('/submissions'), { contentHash: hashOf(letter) });
  }

  /** The detail as a party sees it, after everything so far has reached the read models. */
  async view(as: TestPerson = this.client): Promise<Record<string, unknown>> {
    await this.service.settled();
    return (await this.get(as, this.path())).body as Record<string, unknown>;
  }

  private next(): string {
    this.escrowRevision += 1;
    return String(this.escrowRevision);
  }
}

export const startService = (): Promise<TestService> => createTestService(definition, ContractsModule);
