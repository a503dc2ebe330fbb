import { money } from '@guildhall/kernel';
import { rolePolicy, simulationPolicy } from '../policy/simulation-policy.js';
import { milestoneAmounts, priceIn } from '../world/pricing.js';
import type { Rates } from '../world/rates.js';
import type { Member, OnSale } from './onboarding.js';
import type { Script } from './script.js';
import type { PlannedMilestone, RoleId } from './story.js';

/** Who works for whom on what, before anything is agreed. */
export type Match = {
  readonly contractId: string;
  readonly client: Member;
  readonly freelancer: Member;
  readonly roleId: RoleId;
  /** Freelancers who also propose and are not chosen. */
  readonly rivals: readonly Member[];
};

/** How changes are asked for later: by the criteria of the brief or the role, in so many rounds at most. */
export type Agreement = {
  readonly milestones: readonly PlannedMilestone[];
  readonly criteria: readonly string[];
  readonly revisions: number;
};

export const firstMilestone = (contractId: string): string => `${contractId}/m1`;

/** `charges`: the instrument that the order is charged to. */
export function orderPackage(script: Script, { contractId, client, freelancer }: Match, gig: OnSale, charges: string): Agreement {
  const { tier, price, deliveryDays, revisions } = script.random.pick(gig.packages);
  const dueAt = dueOn(script, freelancer, deliveryDays);
  const milestone = { milestoneId: firstMilestone(contractId), title: gig.title, amount: price, dueAt };
  script.act(client.person, 'normal', { kind: 'order_package', contractId, gigId: gig.gigId, tier, milestone, charges });
  return { milestones: [milestone], criteria: rolePolicy[gig.roleId].criteria, revisions };
}

export function awardBrief(script: Script, match: Match, rates: Rates): Agreement {
  const { contractId, client, freelancer, roleId, rivals } = match;
  const { titles, criteria, medianUsd } = rolePolicy[roleId];
  const { price: prices } = simulationPolicy;
  const currency = client.person.currency;
  const title = script.random.pick(titles);
  const briefId = `${contractId}/brief`;
  const drawn = script.random.logNormal({ median: medianUsd, sigma: prices.sigma });
  const dollars = Math.min(Math.max(drawn, prices.floorUsd), prices.ceilingUsd);
  const inCurrency = (amount: number) => money(priceIn(currency, amount, rates, script.today), currency);
  const budget = { from: inCurrency(dollars * 0.7), to: inCurrency(dollars * 1.4) };
  script.act(client.person, 'normal', {
    kind: 'publish_brief',
    briefId,
    roleId,
    title,
    outcome: `${title}: done and handed over`,
    criteria,
    budget,
  });

  const propose = (proposer: Member, proposalId: string, amount: number): readonly PlannedMilestone[] => {
    const price = inCurrency(amount);
    const milestones = planMilestones(script, match, proposer, title, BigInt(price.amount));
    const pricing = milestones.length === 1 ? 'fixed' : 'milestone';
    script.act(proposer.person, 'normal', { kind: 'propose', proposalId, briefId, pricing, price, milestones });
    return milestones;
  };
  rivals.forEach((rival, index) =>
    propose(rival, `${contractId}/rival-${index + 1}`, dollars * (0.85 + script.random.next() * 0.5)),
  );
  const proposalId = `${contractId}/proposal`;
  const milestones = propose(freelancer, proposalId, dollars);
  script.act(client.person, 'normal', { kind: 'award', proposalId, briefId });
  script.act(freelancer.person, 'normal', { kind: 'accept_award', proposalId, contractId });
  return { milestones, criteria, revisions: simulationPolicy.revisions };
}

function planMilestones(
  script: Script,
  { contractId, client }: Match,
  proposer: Member,
  title: string,
  price: bigint,
): readonly PlannedMilestone[] {
  const { random } = script;
  const currency = client.person.currency;
  const wanted = Number(random.outcome(simulationPolicy.milestones));
  const weights = Array.from({ length: wanted }, () => 0.6 + random.next());
  const { beforeFirst, betweenMilestones } = simulationPolicy.slackDays;
  let days = beforeFirst;
  return milestoneAmounts(price, currency, weights).map((units, index, all) => {
    const { most, ...spread } = simulationPolicy.daysPerMilestone;
    days += Math.min(most, Math.max(2, Math.round(random.logNormal(spread)))) + (index === 0 ? 0 : betweenMilestones);
    return {
      milestoneId: `${contractId}/m${index + 1}`,
      title: all.length === 1 ? title : `${title}, part ${index + 1}`,
      amount: money(units, currency),
      dueAt: dueOn(script, proposer, days),
    };
  });
}

/** End of the UTC day that is so many working days of the freelancer ahead. */
const dueOn = (script: Script, { person }: Member, workingDays: number): string =>
  `${script.workingDaysLater(person, workingDays)}T23:59:00.000Z`;
