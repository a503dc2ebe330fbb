import { FACT, type AnyFact } from '@guildhall/event-catalogue';
import { deriveId, newId, type Money } from '@guildhall/kernel';
import { testFact, type TestAnswer, type TestPerson, type TestRequest } from '@guildhall/service-kit';

export const usd = (amount: string): Money => ({ amount: `${Math.round(Number(amount) * 100)}`, currency: 'USD' });
export const DAY = 86_400_000;
export const HASH = `sha256:${'a'.repeat(64)}`;

/** People around one contract, and the steps of other services as the facts that they tell. */
export abstract class DisputeStory {
  readonly client: TestPerson = { accountId: newId(), roles: ['client'] };
  readonly freelancer: TestPerson = { accountId: newId(), roles: ['freelancer'] };
  readonly mediator: TestPerson = { accountId: newId(), roles: ['mediator'] };
  readonly arbitrator: TestPerson = { accountId: newId(), roles: ['mediator'] };
  readonly operator: TestPerson = { accountId: newId(), roles: ['operator'] };
  readonly second: TestPerson = { accountId: newId(), roles: ['operator'] };
  readonly stranger: TestPerson = { accountId: newId(), roles: ['client', 'freelancer'] };
  contractId = newId();
  private escrowRevision = 0;

  abstract call(method: 'get' | 'post', path: string, request?: TestRequest): Promise<TestAnswer>;
  abstract tell(fact: AnyFact): Promise<void>;
  protected abstract now(): Date;

  get milestoneId(): string {
    return deriveId(this.contractId, 'milestone', '0');
  }

  post(as: TestPerson, path: string, body: object = {}, key?: string): Promise<TestAnswer> {
    return this.call('post', path, { as, body, ...(key === undefined ? {} : { key }) });
  }

  get(as: TestPerson, path: string): Promise<TestAnswer> {
    return this.call('get', path, { as });
  }

  protected get frame() {
    return { time: this.now().toISOString() };
  }

  private get nextEscrow() {
    this.escrowRevision += 1;
    return { escrowRevision: String(this.escrowRevision) };
  }

  /** One mediator, and one who also arbitrates. */
  async staffed(): Promise<void> {
    for (const { accountId } of [this.mediator, this.arbitrator]) {
      await this.tell(testFact(FACT.RoleGranted, { accountId, role: 'mediator' }, { ...this.frame, revision: '1' }));
      await this.tell(this.profile(accountId, 'DE', ['en-GB', 'de']));
    }
    const enabled = { partyId: this.arbitrator.accountId, capability: 'arbitrate', policyVersion: 'kyc-v1' } as const;
    await this.tell(testFact(FACT.CapabilityEnabled, enabled, { ...this.frame, revision: '1' }));
  }

  profile(accountId: string, country: string, codes: readonly string[]): AnyFact {
    const languages = codes.map((code) => ({ code, level: 'C1' }) as const);
    const data = { accountId, partyId: accountId, skills: [], languages, timeZone: 'Europe/Berlin', workModes: [], country };
    return testFact(FACT.ProfilePublished, data, { ...this.frame, revision: '2' });
  }

  signed(amount = '800.00'): AnyFact {
    const milestones = [
      { milestoneId: this.milestoneId, kind: 'deliverable', amount: usd(amount), dueAt: '2027-03-16T00:00:00.000Z' } as const,
    ];
    const data = {
      contractId: this.contractId,
      clientPartyId: this.client.accountId,
      freelancerPartyId: this.freelancer.accountId,
      origin: { kind: 'proposal', id: newId() } as const,
      roleId: 'listing_optimization',
      pricingModel: 'fixed' as const,
      currency: 'USD',
      termsVersion: 1,
      termsHash: HASH,
      policyRefs: { fee: 'fee-v1' },
      milestones,
      benefitsPercent: 0,
    };
    return testFact(FACT.ContractSigned, data, { ...this.frame, revision: '4' });
  }

  funded(amount = '800.00'): AnyFact {
    const ids = { contractId: this.contractId, milestoneId: this.milestoneId, fundingId: newId(), holdId: newId() };
    const held = { amount: usd(amount), benefits: usd('0'), heldRemaining: usd(amount), ...this.nextEscrow };
    return testFact(FACT.MilestoneFunded, { ...ids, ...held }, this.frame);
  }

  released(gross: string, heldRemaining: string): AnyFact {
    const ids = { contractId: this.contractId, milestoneId: this.milestoneId, releaseId: newId() };
    const parties = { clientPartyId: this.client.accountId, freelancerPartyId: this.freelancer.accountId };
    const nothing = usd('0');
    const sums = { gross: usd(gross), fee: nothing, taxWithheld: nothing, vat: nothing, benefits: nothing, net: usd(gross) };
    const rest = { availableAt: '2027-03-16T00:00:00.000Z', source: 'hold' as const, heldRemaining: usd(heldRemaining) };
    return testFact(FACT.MilestoneReleased, { ...ids, ...parties, ...sums, ...rest, ...this.nextEscrow }, this.frame);
  }

  frozen(
    disputeId: string,
    amount: string,
    parts: Readonly<{ held?: string; wallet?: string; shortfall?: string }> = {},
  ): AnyFact {
    const { held = amount, wallet = '0', shortfall = '0' } = parts;
    const ids = { disputeId, contractId: this.contractId, milestoneId: this.milestoneId, freezeId: newId() };
    const found = { heldFrozen: usd(held), walletFrozenNet: usd(wallet), shortfallNet: usd(shortfall) };
    return testFact(FACT.DisputedAmountFrozen, { ...ids, amount: usd(amount), ...found }, this.frame);
  }

  splitExecuted(splitId: string, toFreelancer: string, toClient: string): AnyFact {
    const ids = { contractId: this.contractId, milestoneId: this.milestoneId, splitId };
    const parties = { clientPartyId: this.client.accountId, freelancerPartyId: this.freelancer.accountId };
    const heldPart = usd(String(Number(toFreelancer) + Number(toClient)));
    const shares = { toFreelancer: usd(toFreelancer), toClient: usd(toClient), heldPart, fee: usd('0'), heldRemaining: usd('0') };
    return testFact(FACT.MilestoneSplitExecuted, { ...ids, ...parties, ...shares, ...this.nextEscrow }, this.frame);
  }

  splitRefused(instructionId: string): AnyFact {
    const ids = { contractId: this.contractId, milestoneId: this.milestoneId, instructionId };
    const data = { ...ids, kind: 'split', reasonCode: 'exceeds_held', ...this.nextEscrow } as const;
    return testFact(FACT.InstructionRefused, data, this.frame);
  }

  ended(): AnyFact {
    const parties = { clientPartyId: this.client.accountId, freelancerPartyId: this.freelancer.accountId };
    const data = { contractId: this.contractId, ...parties, endReason: 'completed', endedAt: this.now().toISOString() };
    return testFact(FACT.ContractEnded, data, { ...this.frame, revision: '20' });
  }

  opening(amount: string): object {
    const { contractId, milestoneId } = this;
    return { contractId, milestoneId, amount: usd(amount), grounds: 'not_as_agreed', statement: 'Half of it is missing.' };
  }

  ruling(toFreelancer: string, toClient: string): object {
    const shares = { toFreelancer: usd(toFreelancer), toClient: usd(toClient), faultFreelancer: 0.4, faultClient: 0.6 };
    const grounds = { ruleIds: ['D1'], factIds: [newId()], formula: '0.6 x 400.00', reasons: 'Most of it was delivered.' };
    return { ...shares, ...grounds };
  }
}
