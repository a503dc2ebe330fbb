import { simulationPolicy } from '../policy/simulation-policy.js';
import { sharesOf } from '../world/pricing.js';
import type { Rates } from '../world/rates.js';
import { awardBrief, firstMilestone, orderPackage, type Agreement, type Match } from './hiring.js';
import { chooseCards, fundMilestone, maybeRefundAfterRelease, playMilestone, type Cards } from './milestone-path.js';
import type { Member } from './onboarding.js';
import type { Script } from './script.js';
import type { ContractCurrency, Intent, Person } from './story.js';

const DAY_MS = 86_400_000;

/** One contract from the first click to reviews and payout. */
export function playContract(script: Script, match: Match, rates: Rates): readonly Intent[] {
  const { contractId, client, freelancer } = match;
  const { milestones, criteria, revisions, currency, origin, cards } = hire(script, match, rates);
  const { random } = script;
  const cancelledAt = random.chance(simulationPolicy.cancelled) ? random.int(0, milestones.length - 1) : milestones.length;
  let gross = 0n;
  for (const [index, milestone] of milestones.entries()) {
    const work = { contractId, client, freelancer, milestone, criteria, revisions };
    // An order is paid within 15 minutes or falls through (contracts.md, payBy of packages).
    const charged = index === 0 ? cards : chooseCards(script, client, milestone.milestoneId);
    fundMilestone(script, work, charged, origin === 'order_package' ? 'at_once' : 'quick');
    if (index === cancelledAt) {
      gross += cancel(script, match, milestone);
      break;
    }
    gross += maybeRefundAfterRelease(script, work, playMilestone(script, work)).gross;
  }
  if (gross === 0n) return script.drafts;
  return [...script.drafts, ...reviews(script, match), ...payOut(script, freelancer, currency)];
}

type Hired = Agreement & {
  readonly currency: ContractCurrency;
  readonly origin: 'order_package' | 'brief';
  /** What the first milestone is charged to, by the order or by the second signature. */
  readonly cards: Cards;
};

function hire(script: Script, match: Match, rates: Rates): Hired {
  const { contractId, client, freelancer, roleId } = match;
  const gig = freelancer.gigs.find((onSale) => onSale.roleId === roleId);
  if (gig !== undefined && script.random.outcome(simulationPolicy.origin) === 'order_package') {
    // The published gig is the freelancer's signature and the order the client's: nothing else is signed.
    const cards = chooseCards(script, client, firstMilestone(contractId));
    return {
      ...orderPackage(script, match, gig, cards[0]),
      currency: freelancer.person.currency,
      origin: 'order_package',
      cards,
    };
  }
  const agreement = awardBrief(script, match, rates);
  script.act(client.person, 'quick', { kind: 'offer_terms', contractId });
  script.act(client.person, 'quick', { kind: 'sign', contractId });
  const cards = chooseCards(script, client, firstMilestone(contractId));
  script.act(freelancer.person, 'quick', { kind: 'sign', contractId, charges: cards[0] });
  return { ...agreement, currency: client.person.currency, origin: 'brief', cards };
}

/** Agreed before anything was handed in; the milestones that were not funded are dropped with it. */
function cancel(script: Script, { contractId, client, freelancer }: Match, milestone: Agreement['milestones'][number]): bigint {
  const shares = sharesOf(milestone.amount, script.random.pick([0, 0, 25, 50]));
  const splits = [{ milestoneId: milestone.milestoneId, ...shares }];
  script.act(client.person, 'slow', { kind: 'request_cancellation', contractId, splits });
  script.act(freelancer.person, 'quick', { kind: 'accept_cancellation', contractId });
  return BigInt(shares.toFreelancer.amount);
}

/** Sealed, each within days after the end and well before the window of 14 days closes. */
function reviews(script: Script, { contractId, client, freelancer }: Match): readonly Intent[] {
  const { byClient, byFreelancer, withinDays } = simulationPolicy.review;
  const happy = script.random.chance(0.85);
  const write = (author: Person, about: Person, dimensions: readonly string[], label: string): readonly Intent[] => {
    const thread = script.branch(label);
    thread.waitUntil(script.now + thread.random.next() * withinDays * DAY_MS);
    const ratings = Object.fromEntries(dimensions.map((dimension) => [dimension, rating(thread, happy)]));
    const text = happy ? 'Clear agreement, kept on both sides.' : 'It worked out, with more effort than planned.';
    thread.act(author, 'quick', { kind: 'review', contractId, about: about.id, ratings, text });
    return thread.drafts;
  };
  return [
    ...(script.random.chance(byClient) ? write(client.person, freelancer.person, freelancerDimensions, 'client-review') : []),
    ...(script.random.chance(byFreelancer) ? write(freelancer.person, client.person, clientDimensions, 'freelancer-review') : []),
  ];
}

/** Source: reputation.md, "Dimensions". */
const freelancerDimensions = ['quality', 'communication', 'deadline', 'skill', 'cooperation', 'would_rehire'];
const clientDimensions = ['clarity', 'pay_speed', 'scope_fairness'];

const rating = ({ random }: Script, happy: boolean): number =>
  Math.min(5, Math.max(1, Math.round((happy ? 4.6 : 3.1) + random.normal() * (happy ? 0.5 : 0.9))));

/** After the security hold of the last release. Whether it comes back is known when all payouts are in order. */
function payOut(script: Script, { person }: Member, currency: ContractCurrency): readonly Intent[] {
  if (!script.random.chance(simulationPolicy.payOut)) return [];
  const thread = script.branch('payout');
  thread.waitUntil(script.deadlineAfter(simulationPolicy.platform.securityHoldDays));
  thread.act(person, 'normal', { kind: 'pay_out', currency, expected: 'paid' });
  return thread.drafts;
}
