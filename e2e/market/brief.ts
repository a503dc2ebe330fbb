import { randomUUID } from 'node:crypto';
import type { Money } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';

/** What both sides agree to: one amount a milestone. `funding`: whether all of it is collected at once, or one milestone at a time. */
export type Deal = Readonly<{
  amounts: readonly Money[];
  revisions?: number;
  dueInDays?: number;
  criteriaIds?: readonly string[];
  funding?: 'next' | 'all';
}>;

const currencyOf = ({ amounts }: Deal): string => amounts[0]?.currency ?? 'USD';
const totalOf = ({ amounts }: Deal): string => amounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString();
const pricingOf = ({ amounts }: Deal): 'fixed' | 'milestone' => (amounts.length === 1 ? 'fixed' : 'milestone');
const criteriaOf = ({ criteriaIds = ['titles'] }: Deal): readonly string[] => criteriaIds;

/** A brief for a deal; two of them never look like copies of each other to the scan of posts. */
export const briefFor = (deal: Deal) => ({
  roleId: 'listing_optimization',
  categoryId: 'listing-optimisation',
  title: `Listings for a garden shop, lot ${randomUUID().slice(0, 8)}`,
  description: 'Forty listings need better titles and bullet points.',
  outcome: 'Forty listings rewritten',
  kpis: [{ metric: 'listings_processed', target: '40' }],
  criteria: criteriaOf(deal).map((criteriaId) => ({ criteriaId, text: `Check ${criteriaId}` })),
  pricingModel: pricingOf(deal),
  budget: { low: totalOf(deal), high: totalOf(deal) },
  currency: currencyOf(deal),
  hires: 1,
  confidentiality: 'public',
  skills: [],
  attachments: [],
});

/** The clauses of a deal as a proposal offers them. */
export const clausesOf = (deal: Deal) => ({
  pricingModel: pricingOf(deal),
  price: { amount: totalOf(deal), currency: currencyOf(deal) },
  milestones: deal.amounts.map((amount) => ({
    kind: 'deliverable',
    amount,
    dueInDays: deal.dueInDays ?? 30,
    criteriaIds: criteriaOf(deal),
  })),
  revisions: deal.revisions ?? 2,
  autoApproval: { days: 14 },
});

/** A proposal for a deal. */
export const proposalFor = (deal: Deal) => ({ coverNote: 'I have done this for two other shops.', terms: clausesOf(deal) });

/** A brief that is drafted and not yet seen by others. */
export const draftBrief = async (client: Person, deal: Deal): Promise<string> =>
  (await client.post<{ briefId: string }>('/gigs/briefs', briefFor(deal))).briefId;

/** A brief that takes proposals. */
export const publishBrief = async (client: Person, deal: Deal): Promise<string> => {
  const briefId = await draftBrief(client, deal);
  await client.post(`/gigs/briefs/${briefId}/publications`);
  return briefId;
};

export type Placed = Readonly<{ briefId: string; proposalId: string }>;

/** A proposal on a brief of its own. */
export const propose = async (client: Person, freelancer: Person, deal: Deal): Promise<Placed> => {
  const briefId = await publishBrief(client, deal);
  const { proposalId } = await freelancer.post<{ proposalId: string }>(`/gigs/briefs/${briefId}/proposals`, proposalFor(deal));
  return { briefId, proposalId };
};

/** A proposal that the client has awarded. */
export const award = async (client: Person, freelancer: Person, deal: Deal): Promise<Placed> => {
  const placed = await propose(client, freelancer, deal);
  await client.post(`/gigs/proposals/${placed.proposalId}/awards`);
  return placed;
};

/** The freelancer takes the award; answers the contract that is born of it. */
export const acceptAward = async (freelancer: Person, { proposalId }: Placed): Promise<string> => {
  const { contractId } = await eventually('the award reaches the proposal', () =>
    freelancer.post<{ contractId: string }>(`/gigs/proposals/${proposalId}/acceptances`, {}, { key: `accept-${proposalId}` }),
  );
  return contractId;
};
