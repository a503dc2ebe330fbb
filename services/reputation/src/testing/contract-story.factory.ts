import { FACT } from '@guildhall/event-catalogue';
import { newId, type Fact } from '@guildhall/kernel';
import { testFact, type TestPerson } from '@guildhall/service-kit';

export const DAY = 86_400_000;
export const ROLE = 'listing_optimization';
export const usd = (amount: string) => ({ amount: `${Math.round(Number(amount) * 100)}`, currency: 'USD' });
export const personOf = (...roles: NonNullable<TestPerson['roles']>): TestPerson => ({ accountId: newId(), roles });

const FREELANCERS = ['quality', 'communication', 'deadline', 'skill', 'cooperation', 'would_rehire'];
const CLIENTS = ['clarity', 'pay_speed', 'scope_fairness'];
/** Ratings of one side, all alike. */
export const ratings = (by: 'client' | 'freelancer', rating: number) =>
  (by === 'client' ? FREELANCERS : CLIENTS).map((name) => ({ name, rating }));

/** The facts that others tell of one contract, with ids of its own; `at` is business time. */
export class ContractStory {
  readonly contractId = newId();
  readonly milestoneId = newId();

  constructor(
    readonly client: TestPerson,
    readonly freelancer: TestPerson,
    private readonly now: () => string,
  ) {}

  private get parties() {
    return { clientPartyId: this.client.accountId, freelancerPartyId: this.freelancer.accountId };
  }

  /** The client's money was seen to be good. */
  validated(): Fact {
    const instrument = { instrumentId: newId(), method: 'card', country: 'AT', checkKind: 'micro_charge' };
    return testFact(FACT.PayerValidated, { partyId: this.client.accountId, ...instrument }, { time: this.now() });
  }

  signed(): Fact {
    const milestone = { milestoneId: this.milestoneId, kind: 'deliverable', amount: usd('600.00'), dueAt: this.now() } as const;
    const terms = {
      origin: { kind: 'proposal', id: newId() },
      roleId: ROLE,
      pricingModel: 'fixed',
      currency: 'USD',
      termsVersion: 1,
      termsHash: `sha256:${'a'.repeat(64)}`,
      policyRefs: { fee: 'fee-v1' },
      milestones: [milestone],
      benefitsPercent: 0,
    } as const;
    return testFact(FACT.ContractSigned, { contractId: this.contractId, ...this.parties, ...terms }, { time: this.now() });
  }

  submitted(): Fact {
    const { contractId, milestoneId } = this;
    const version = { deliverableVersion: 1, contentHash: `sha256:${'b'.repeat(64)}`, aiUse: 'none' };
    return testFact(
      FACT.MilestoneSubmitted,
      { contractId, milestoneId, ...version, submittedAt: this.now() },
      { time: this.now() },
    );
  }

  approved(approvedBy: 'client' | 'timer' = 'client'): Fact {
    const { contractId, milestoneId } = this;
    const version = { deliverableVersion: 1, contentHash: `sha256:${'b'.repeat(64)}`, releaseId: newId(), amount: usd('600.00') };
    const verdict = { payeePartyId: this.freelancer.accountId, protection: 'covered', ruleId: 'fixed.funded' } as const;
    const data = { contractId, milestoneId, ...version, ...verdict, approvedBy, approvedAt: this.now() };
    return testFact(FACT.MilestoneApproved, data, { time: this.now() });
  }

  released(gross = usd('600.00')): Fact {
    const { contractId, milestoneId } = this;
    const none = usd('0');
    const money = { gross, fee: none, taxWithheld: none, vat: none, benefits: none, net: gross, source: 'hold' } as const;
    const held = { availableAt: this.now(), heldRemaining: none, escrowRevision: '7' };
    const data = { contractId, milestoneId, releaseId: newId(), ...this.parties, ...money, ...held };
    return testFact(FACT.MilestoneReleased, data, { time: this.now() });
  }

  refunded(amount: ReturnType<typeof usd>, source: 'held' | 'released'): Fact {
    const { contractId, milestoneId } = this;
    const none = usd('0');
    const money = { amount, feeReturned: none, taxReturned: none, heldRemaining: none, escrowRevision: '8' };
    const data = { contractId, milestoneId, refundId: newId(), ...this.parties, source, ...money, creditNoteNumber: 'GH-1' };
    return testFact(FACT.MilestoneRefunded, data, { time: this.now() });
  }

  ended(ruleId?: string): Fact {
    const reason = { endReason: 'completed', ...(ruleId === undefined ? {} : { ruleId }) };
    const data = { contractId: this.contractId, ...this.parties, ...reason, endedAt: this.now() };
    return testFact(FACT.ContractEnded, data, { time: this.now() });
  }

  decided(faultFreelancer: number): Fact {
    const { contractId, milestoneId } = this;
    const money = { amount: usd('400.00'), toFreelancer: usd('240.00'), toClient: usd('160.00') };
    const fault = { faultFreelancer, faultClient: 1 - faultFreelancer };
    const ids = { disputeId: newId(), rulingId: newId(), contractId, milestoneId };
    const data = { ...ids, decidedAs: 'decided', ...money, ...fault, ruleIds: ['r.delivered_in_part'], factIds: [] } as const;
    return testFact(FACT.DisputeDecided, data, { time: this.now() });
  }
}
