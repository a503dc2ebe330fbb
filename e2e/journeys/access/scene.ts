import { eventually, type Person } from '@guildhall/local';
import { hire, type ContractInPlay } from '../../market/contract.js';
import { DisputeInPlay } from '../../market/dispute.js';
import { Incidents } from '../../market/incidents.js';
import { Market, type Client } from '../../market/market.js';
import { usd } from '../../market/money.js';
import { review, reviewWindowOpens } from '../../market/reviews.js';
import { payOut, payoutReaches, settlesAt } from '../../market/wallet.js';
import { lastingThings, type Lasting } from './lasting-things.js';
import { once } from './once.js';

/** Enough for every situation that needs a milestone of its own. */
const MILESTONES = 32;
/** Longer than any clock of a dispute or a suspension before the next step may be taken. */
const TIME_PASSES_DAYS = 61;

export type People = Readonly<{
  client: Client;
  freelancer: Person;
  /** A client whose card is refused at first. */
  debtor: Client;
  /** A freelancer with money in the wallet. */
  earner: Person;
  operator: Person;
  secondOperator: Person;
  moderator: Person;
  mediator: Person;
  arbitrator: Person;
}>;

/** One dispute about each milestone. */
export type Claimed = Readonly<{ contract: ContractInPlay; index: number }>;

/** What the situations of the story share: the people, a contract with many milestones, and what has to lie for a while first. */
export class Scene {
  readonly incidents = new Incidents();
  private taken = 0;

  private constructor(
    readonly market: Market,
    readonly people: People,
    readonly lasting: Lasting,
  ) {}

  static async open(): Promise<Scene> {
    const market = await Market.open();
    const people = await peopleOf(market);
    const lasting = await lastingThings(market, people);
    await market.passDays(TIME_PASSES_DAYS);
    await lasting.ripened();
    return new Scene(market, people, lasting);
  }

  /** One of each kind; whoever of them an operation does not name is refused. */
  everybody(): readonly Person[] {
    const { client, freelancer, debtor, earner, operator, moderator, mediator, arbitrator } = this.people;
    return [client, freelancer, debtor, earner, operator, moderator, mediator, arbitrator];
  }

  /** Somebody whom staff do this and that to. */
  readonly bystander = once(() => this.market.newPerson('bystander'));

  /** The contract whose milestones are handed out one by one; all of them are funded. */
  readonly workshop = once(async () => {
    const amounts = Array.from({ length: MILESTONES }, () => usd('20.00'));
    const contract = await hire(this.people.client, this.people.freelancer, { amounts, funding: 'all' });
    await contract.funded(MILESTONES - 1);
    return contract;
  });

  /** A funded milestone that nobody else uses. */
  async milestone(): Promise<Claimed> {
    const contract = await this.workshop();
    const index = this.taken;
    this.taken += 1;
    return { contract, index };
  }

  /** A dispute about all of such a milestone, waiting for its answer. */
  async dispute(by: 'client' | 'freelancer' = 'client'): Promise<DisputeInPlay> {
    return this.disputeOf(await this.milestone(), by);
  }

  disputeOf({ contract, index }: Claimed, by: 'client' | 'freelancer'): Promise<DisputeInPlay> {
    return DisputeInPlay.open(this.market, contract, { by, amount: usd('20.00'), index });
  }

  async negotiation(): Promise<DisputeInPlay> {
    const dispute = await this.dispute();
    await dispute.respond();
    return dispute;
  }

  /** A case that the mediator and everybody with a right to it may see. */
  readonly mediation = once(async () => {
    const dispute = await this.negotiation();
    return { dispute, mediator: await dispute.mediate() };
  });

  /** A small contract between the two, funded. */
  async funded(): Promise<ContractInPlay> {
    const contract = await hire(this.people.client, this.people.freelancer, { amounts: [usd('20.00')] });
    await contract.funded();
    return contract;
  }

  /** A contract that has ended, with both sides asked for their review. */
  async ended(): Promise<ContractInPlay> {
    const contract = await this.funded();
    await contract.approve(await contract.submit('listings'), 'listings');
    await contract.ended();
    await Promise.all([this.people.client, this.people.freelancer].map((side) => reviewWindowOpens(side, contract.contractId)));
    return contract;
  }

  /** A contract whose reviews are published. */
  readonly reviewed = once(async () => {
    const contract = await this.ended();
    await review(this.people.client, contract.contractId, 'client', 5);
    await review(this.people.freelancer, contract.contractId, 'freelancer', 4);
    await eventually('a score of the freelancer', () =>
      this.people.freelancer.get<object>(`/reputation/parties/${this.people.freelancer.partyId}/scores/listing_optimization/why`),
    );
    return contract;
  });

  /** Most of what the earner has goes out; 20.00 USD stay. */
  readonly payout = once(async () => {
    const payoutId = await payOut(this.people.earner, usd('140.00'));
    await payoutReaches(this.people.earner, payoutId, 'paid');
    await settlesAt(this.people.earner, { available: '2000' });
    return payoutId;
  });

  close(): Promise<void> {
    return this.incidents.close();
  }
}

const peopleOf = async (market: Market): Promise<People> => {
  const [[client, freelancer], [debtor, earner], [operator, secondOperator], [moderator, mediator, arbitrator]] =
    await Promise.all([
      Promise.all([market.newClient(), market.newFreelancer()]),
      Promise.all([market.newClient({ testToken: 'tok_refuse_once' }), market.newFreelancer()]),
      Promise.all([market.staff('operator-1'), market.staff('operator-2')]),
      Promise.all([market.staff('moderator'), market.staff('mediator'), market.staff('arbitrator')]),
    ]);
  return { client, freelancer, debtor, earner, operator, secondOperator, moderator, mediator, arbitrator };
};
