import { ApiRefused, eventually } from '@guildhall/local';
import type { ContractView } from '../../market/contract.js';
import { simulationPolicy } from '../policy/simulation-policy.js';
import type { Action, PlannedMilestone } from '../story/story.js';
import type { Cast } from './cast.js';
import { chargesTo, isCharged } from './paying.js';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;

const DAY_MS = 86_400_000;
const CATEGORY = 'listing-optimisation';

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40);

const milestonesOf = (milestones: readonly PlannedMilestone[], at: string, criteriaIds: readonly string[]): readonly object[] =>
  milestones.map(({ amount, dueAt }) => ({
    kind: 'deliverable',
    amount,
    dueInDays: Math.max(1, Math.ceil((Date.parse(dueAt) - Date.parse(at)) / DAY_MS)),
    criteriaIds,
  }));

export const publishesGig = async (
  cast: Cast,
  { actor, gigId: local, roleId, title, packages }: Of<'publish_gig'>,
): Promise<void> => {
  const seller = cast.member(actor);
  const gig = {
    roleId,
    categoryId: CATEGORY,
    title,
    description: `${title}, done with care and on time.`,
    skills: [],
    languages: [{ code: 'en', level: 'C1' }],
    attributes: {},
    packages: packages.map(({ tier, units, revisions, deliveryDays, price }) => ({
      tier, unit: 'piece', unitsIncluded: units, revisions, deliveryDays, addOns: [], prices: [price],
    })), // prettier-ignore
  };
  const { gigId } = await cast.post<{ gigId: string }>(seller, '/gigs/gigs', gig);
  await cast.post(seller, `/gigs/gigs/${gigId}/submissions`);
  cast.learns(local, gigId);
};

export const publishesBrief = async (cast: Cast, action: Of<'publish_brief'>): Promise<void> => {
  const client = cast.member(action.actor);
  const criteria = action.criteria.map((text, index) => ({
    criteriaId: `c${String(index + 1)}-${slug(text)}`.slice(0, 32),
    text,
  }));
  const { briefId } = await cast.post<{ briefId: string }>(client, '/gigs/briefs', {
    roleId: action.roleId,
    categoryId: CATEGORY,
    title: action.title,
    description: action.outcome,
    outcome: action.outcome,
    kpis: [],
    criteria,
    pricingModel: 'milestone',
    budget: { low: action.budget.from.amount, high: action.budget.to.amount },
    currency: action.budget.from.currency,
    hires: 1,
    confidentiality: 'public',
    skills: [],
    attachments: [],
  });
  await cast.post(client, `/gigs/briefs/${briefId}/publications`);
  cast.learns(action.briefId, briefId);
  cast.learns(`${action.briefId}/criteria`, criteria.map(({ criteriaId }) => criteriaId).join(' '));
};

export const proposes = async (cast: Cast, action: Of<'propose'>): Promise<void> => {
  const criteriaIds = cast.idOf(`${action.briefId}/criteria`).split(' ');
  const { proposalId } = await cast.post<{ proposalId: string }>(
    cast.member(action.actor),
    `/gigs/briefs/${cast.idOf(action.briefId)}/proposals`,
    {
      coverNote: 'I have done this before.',
      terms: {
        pricingModel: action.pricing,
        price: action.price,
        milestones: milestonesOf(action.milestones, action.at, criteriaIds),
        revisions: simulationPolicy.revisions,
        autoApproval: { days: 14 },
      },
    },
  );
  cast.learns(action.proposalId, proposalId);
  cast.learns(`${action.proposalId}/criteria`, criteriaIds.join(' '));
};

export const awards = async (cast: Cast, { actor, proposalId }: Of<'award'>): Promise<void> => {
  await cast.post(cast.member(actor), `/gigs/proposals/${cast.idOf(proposalId)}/awards`);
};

/** A quote lasts seven days; where it ran out the refusal shows the new one, to be accepted with it. */
const withFreshQuote = async <T>(accept: (quote: object) => Promise<T>): Promise<T> => {
  try {
    return await accept({});
  } catch (error) {
    const refused = error instanceof ApiRefused && error.code === 'GIGS.QUOTE_EXPIRED' ? error.problem['quote'] : undefined;
    if (refused === undefined) throw error;
    const { quoteId } = refused as Readonly<{ quoteId: string }>;
    return accept({ quoteId });
  }
};

const learnsContract = async (cast: Cast, actor: string, local: string, contractId: string): Promise<void> => {
  const member = cast.member(actor);
  await eventually(`contract ${local}`, () => member.get<ContractView>(`/contracts/${contractId}`));
  cast.learns(local, contractId);
};

export const acceptsAward = async (cast: Cast, action: Of<'accept_award'>): Promise<void> => {
  const freelancer = cast.member(action.actor);
  const path = `/gigs/proposals/${cast.idOf(action.proposalId)}/acceptances`;
  const { contractId } = await withFreshQuote((quote) => cast.post<{ contractId: string }>(freelancer, path, quote));
  await learnsContract(cast, action.actor, action.contractId, contractId);
  cast.learns(`${action.contractId}/criteria`, cast.idOf(`${action.proposalId}/criteria`));
};

export const ordersPackage = async (cast: Cast, action: Of<'order_package'>): Promise<void> => {
  const client = cast.member(action.actor);
  const gigId = cast.idOf(action.gigId);
  const { gigVersion } = await client.get<{ gigVersion: number }>(`/gigs/gigs/${gigId}`);
  const order = { gigVersion, tier: action.tier, addOns: [], units: 1, currency: action.milestone.amount.currency };
  await chargesTo(cast, action.actor, action.charges);
  const { contractId } = await cast.post<{ contractId: string }>(client, `/gigs/gigs/${gigId}/orders`, order);
  await learnsContract(cast, action.actor, action.contractId, contractId);
  await isCharged(cast, action.actor, action.contractId);
};

export const offersTerms = async (cast: Cast, { actor, contractId }: Of<'offer_terms'>): Promise<void> => {
  const { termsHash } = await cast.post<{ termsHash: string }>(cast.member(actor), `/contracts/${cast.idOf(contractId)}/offer`);
  cast.learns(`${contractId}/terms`, termsHash);
  cast.learns(`${contractId}/client`, actor);
};

export const signs = async (cast: Cast, { actor, contractId, charges }: Of<'sign'>): Promise<void> => {
  const signer = cast.member(actor);
  const client = cast.idOf(`${contractId}/client`);
  if (charges !== undefined) await chargesTo(cast, client, charges);
  await signer.stepUp();
  await cast.post(signer, `/contracts/${cast.idOf(contractId)}/signatures`, { termsHash: cast.idOf(`${contractId}/terms`) });
  if (charges !== undefined) await isCharged(cast, client, contractId);
};
