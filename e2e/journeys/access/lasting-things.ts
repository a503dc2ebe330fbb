import { eventually, type Person } from '@guildhall/local';
import { hire, type ContractInPlay } from '../../market/contract.js';
import { DisputeInPlay } from '../../market/dispute.js';
import type { Market } from '../../market/market.js';
import { usd } from '../../market/money.js';
import { suspend } from '../../market/restriction.js';
import { settlesAt } from '../../market/wallet.js';
import { inParallel } from './once.js';

/** A suspension is looked at again so many days later: after the time that passes in this story. */
const REVIEWED_AFTER_DAYS = 120;
const DAY_MS = 86_400_000;

export type Suspended = Readonly<{ person: Person; restrictionId: string }>;
type Queue = Readonly<{ items: readonly Readonly<{ disputeId: string; senior: readonly string[] }>[] }>;

/** What rights depend on that time has to pass first. */
export type Lasting = Readonly<{
  /** Its first milestone is late. */
  late: ContractInPlay;
  /** Nobody could decide it. */
  quarrel: DisputeInPlay;
  /** 200.00 USD of it were released. */
  earned: ContractInPlay;
  suspended: readonly [Suspended, Suspended];
  /** Resolves when time, once passed, has done its work. */
  ripened: () => Promise<void>;
}>;

type People = Readonly<{ client: Person; freelancer: Person; earner: Person; operator: Person; secondOperator: Person }>;

const suspended = async (market: Market, { operator, secondOperator }: People): Promise<Suspended> => {
  const person = await market.newPerson('suspect');
  const reviewDate = new Date((await market.now()).getTime() + REVIEWED_AFTER_DAYS * DAY_MS).toISOString().slice(0, 10);
  return { person, restrictionId: await suspend([operator, secondOperator], person.partyId, reviewDate) };
};

const lateAndDisputed = async (market: Market, { client, freelancer }: People) => {
  const late = await hire(client, freelancer, { amounts: [usd('20.00'), usd('20.00')], dueInDays: 1, funding: 'all' });
  await late.funded(1);
  const quarrel = await DisputeInPlay.open(market, late, { by: 'client', amount: usd('20.00'), index: 1 });
  await quarrel.respond();
  return { late, quarrel };
};

const released = async ({ client, earner }: People): Promise<ContractInPlay> => {
  const contract = await hire(client, earner, { amounts: [usd('200.00')] });
  await contract.funded();
  await contract.approve(await contract.submit('listings'), 'listings');
  await settlesAt(earner, { pending: '16000' });
  return contract;
};

const escalated = ({ operator }: People, { disputeId }: DisputeInPlay): Promise<true> =>
  eventually(`${disputeId} in the senior queue`, async () => {
    const { items } = await operator.get<Queue>('/disputes/queue?limit=100&senior=long_stop');
    return items.some((item) => item.disputeId === disputeId) ? true : undefined;
  });

/** Makes them; the caller lets time pass. */
export const lastingThings = async (market: Market, people: People): Promise<Lasting> => {
  const [{ late, quarrel }, earned, suspects] = await Promise.all([
    lateAndDisputed(market, people),
    released(people),
    inParallel([1, 2], 2, () => suspended(market, people)),
  ]);
  const [first, second] = suspects;
  if (!first || !second) throw new Error('two were to be suspended');
  const ripened = async (): Promise<void> => {
    await settlesAt(people.earner, { pending: '0', available: '16000' });
    await escalated(people, quarrel);
  };
  return { late, quarrel, earned, suspended: [first, second], ripened };
};
