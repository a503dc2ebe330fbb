import type { Money } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';
import { handlerOf } from './case-handler.js';
import type { ContractInPlay } from './contract.js';
import type { Market } from './market.js';

export type DisputeView = Readonly<{ state: string; amount: Money; allowed: readonly string[] }>;
type Side = 'client' | 'freelancer';

/** A claim on one milestone of a contract. */
export const claimOn = (contract: ContractInPlay, amount: Money, index = 0) => ({
  contractId: contract.contractId,
  milestoneId: contract.milestoneId(index),
  amount,
  grounds: 'not_as_agreed',
  statement: 'A part of it is missing.',
});

/** A ruling that divides an amount of so many minor units in halves. */
export const rulingInHalves = (disputeId: string, { amount, currency }: Money) => {
  const half = BigInt(amount) / 2n;
  return {
    toFreelancer: { amount: half.toString(), currency },
    toClient: { amount: (BigInt(amount) - half).toString(), currency },
    faultFreelancer: 0.5,
    faultClient: 0.5,
    ruleIds: ['D1'],
    factIds: [disputeId],
    formula: 'half of the claim',
    reasons: 'Half of it was delivered.',
  };
};

/** A dispute seen from both sides. */
export class DisputeInPlay {
  private constructor(
    private readonly market: Market,
    readonly contract: ContractInPlay,
    readonly disputeId: string,
    readonly openedBy: Side,
    readonly amount: Money,
  ) {}

  /** Opens it and waits until the amount is frozen. */
  static async open(
    market: Market,
    contract: ContractInPlay,
    claim: Readonly<{ by: Side; amount: Money; index?: number }>,
  ): Promise<DisputeInPlay> {
    const { by, amount, index = 0 } = claim;
    const opener = contract[by];
    const { disputeId } = await eventually('disputes knows the funded milestone', () =>
      opener.post<{ disputeId: string }>('/disputes', claimOn(contract, amount, index), {
        key: `open-${contract.milestoneId(index)}`,
      }),
    );
    const dispute = new DisputeInPlay(market, contract, disputeId, by, amount);
    await dispute.reached(['awaiting_response']);
    return dispute;
  }

  get opener(): Person {
    return this.contract[this.openedBy];
  }

  get respondent(): Person {
    return this.contract[this.openedBy === 'client' ? 'freelancer' : 'client'];
  }

  path(act = ''): string {
    return act === '' ? `/disputes/${this.disputeId}` : `/disputes/${this.disputeId}/${act}`;
  }

  reached(states: readonly string[], deadlineMs = 30_000): Promise<DisputeView> {
    return eventually(
      `dispute ${this.disputeId} ${states.join(' or ')}`,
      async () => {
        const dispute = await this.contract.client.get<DisputeView>(this.path());
        if (states.includes(dispute.state)) return dispute;
        throw new Error(`it is ${dispute.state}`);
      },
      deadlineMs,
    );
  }

  async respond(): Promise<void> {
    await this.respondent.post(this.path('responses'), { statement: 'All of it is there.' });
  }

  async offer(by: Side, toFreelancer: Money): Promise<string> {
    const body = { kind: 'open', toFreelancer };
    return (await this.contract[by].post<{ offerId: string }>(this.path('offers'), body)).offerId;
  }

  /** Both sides ask for a mediator; answers who got the case. */
  async mediate(): Promise<Person> {
    await this.contract.client.post(this.path('mediation-requests'));
    await this.contract.freelancer.post(this.path('mediation-requests'));
    await this.reached(['mediation']);
    return handlerOf(this.market, this.disputeId, ['mediator', 'arbitrator']);
  }

  async propose(mediator: Person, toFreelancer: Money): Promise<void> {
    const reasons = 'Half was delivered.';
    await mediator.post(this.path('mediation-proposals'), { toFreelancer, reasons, ruleIds: ['D1'] });
  }

  /** The client rejects what the mediator proposed. */
  async reject(): Promise<void> {
    await this.contract.client.post(this.path('mediation-answers'), { answer: 'reject' });
    await this.reached(['arbitration_offer']);
  }

  /** Both sides agree to arbitration; answers who got the case. */
  async arbitrate(): Promise<Person> {
    await this.contract.client.post(this.path('arbitration-answers'), { answer: 'agree' });
    await this.contract.freelancer.post(this.path('arbitration-answers'), { answer: 'agree' });
    await this.reached(['arbitration']);
    return handlerOf(this.market, this.disputeId, ['arbitrator']);
  }
}
