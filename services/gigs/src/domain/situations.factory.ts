import type { Money } from '@guildhall/kernel';
import { briefDecider } from './brief/brief.decider.js';
import type { BoundQuote, BriefCommand, CommandData } from './brief/brief.commands.js';
import type { BriefEvent } from './brief/brief.events.js';
import { gigDecider } from './gig/gig.decider.js';
import type { GigCommand, GigCommandData } from './gig/gig.commands.js';
import type { GigEvent } from './gig/gig.events.js';
import type { ScanVerdict } from './scan/scan.js';

export const usd = (amount: string): Money => ({ amount, currency: 'USD' });
export const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
export const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const RIVAL = '8fac2768-2267-5b88-b0c1-49a5a884a9d1';
export const BRIEF = '14e207ba-12fd-592e-80bf-5af428b74820';
export const PROPOSAL = '65dc17f8-0479-533a-9aaf-f566a1da8ec8';
export const OTHER_PROPOSAL = '1ef87553-0f6b-567d-a8ef-2fbc428247f4';
export const GIG = '7a25714d-4505-5aaf-a9d6-79bf099876de';
export const QUOTE = '9c9efe64-9257-5dde-99b9-aad034aa8253';
export const ORDER = '2be91db6-c9d5-531a-a1f8-c631c956c38b';
export const CONTRACT = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
export const AT = '2026-03-02T09:00:00.000Z';
/** N days after AT. */
export const day = (days: number): string => new Date(Date.parse(AT) + days * 86_400_000).toISOString();

export const open = { state: 'open', missing: [] } as const;
export const closedStanding = { state: 'closed', missing: ['hire'] } as const;
export const clean: ScanVerdict = { clean: 'yes' };
export const suspicious: ScanVerdict = { clean: 'no', ruleId: 'scan-v1/contact', reasonCode: 'email_address' };

export const quote = (more: Partial<BoundQuote> = {}): BoundQuote => ({
  quoteId: QUOTE,
  clientPartyId: CLIENT,
  freelancerPartyId: FREELANCER,
  amount: usd('60000'),
  policyVersion: 'fee-v1',
  validUntil: '2026-03-10T00:00:00.000Z',
  ...more,
});

export const draftBrief = (more: Partial<CommandData<'DraftBrief'>> = {}): BriefCommand => ({
  type: 'DraftBrief',
  data: {
    briefId: BRIEF,
    clientPartyId: CLIENT,
    authorAccountId: CLIENT,
    roleId: 'listing_optimization',
    categoryId: 'listing-optimisation',
    title: 'Listings for a garden shop',
    description: 'Forty listings need better titles.',
    outcome: 'Forty listings rewritten',
    kpis: [{ metric: 'listings_processed', target: '40' }],
    criteria: [{ criteriaId: 'titles', text: 'Every title names the brand' }],
    pricingModel: 'fixed',
    budget: { low: usd('50000'), high: usd('90000') },
    hires: 1,
    confidentiality: 'public',
    skills: ['marketplace-seo'],
    otherSkills: [],
    attachments: [],
    criteriaIds: ['titles'],
    kpiCount: 1,
    at: AT,
    ...more,
  },
});
export const publishBrief = (scan: ScanVerdict = clean, at = AT): BriefCommand => ({
  type: 'PublishBrief',
  data: { scan, standing: open, at },
});
export const terms = (more: Partial<CommandData<'EnterProposal'>['terms']> = {}): CommandData<'EnterProposal'>['terms'] => ({
  pricingModel: 'fixed',
  currency: 'USD',
  price: usd('60000'),
  milestones: [{ kind: 'deliverable', amount: usd('60000'), dueInDays: 14, criteriaIds: ['titles'] }],
  revisions: 2,
  autoApproval: { days: 14 },
  ...more,
});
export const enter = (more: Partial<CommandData<'EnterProposal'>> = {}): BriefCommand => ({
  type: 'EnterProposal',
  data: {
    proposalId: PROPOSAL,
    freelancerPartyId: FREELANCER,
    authorAccountId: FREELANCER,
    coverNote: 'I have done this before.',
    terms: terms(),
    quote: quote(),
    standing: open,
    at: AT,
    ...more,
  },
});
export const enterRival = (): BriefCommand =>
  enter({ proposalId: OTHER_PROPOSAL, freelancerPartyId: RIVAL, quote: quote({ freelancerPartyId: RIVAL }) });
export const shortlist = (proposalId = PROPOSAL): BriefCommand => ({ type: 'Shortlist', data: { proposalId, at: AT } });
export const award = (proposalId = PROPOSAL, at = AT): BriefCommand => ({
  type: 'GiveAward',
  data: { proposalId, standing: open, at },
});
export const takeBack = (proposalId = PROPOSAL): BriefCommand => ({ type: 'TakeAwardBack', data: { proposalId, at: AT } });
export const accept = (proposalId = PROPOSAL, at = AT, renewed: BoundQuote | null = null): BriefCommand => ({
  type: 'AcceptAward',
  data: { proposalId, renewed, at },
});
export const leave = (as: 'declined' | 'expired' | 'retracted', at = AT, proposalId = PROPOSAL): BriefCommand => ({
  type: 'LeaveBrief',
  data: { proposalId, as, at },
});
export const drop = (): BriefCommand => ({ type: 'DropProposal', data: { proposalId: PROPOSAL, at: AT } });
export const offerOut = (): BriefCommand => ({
  type: 'NoteOfferOut',
  data: { proposalId: PROPOSAL, contractId: CONTRACT, at: AT },
});
export const freeSlot = (): BriefCommand => ({
  type: 'FreeSlot',
  data: { proposalId: PROPOSAL, reason: 'offer_expired', at: AT },
});
export const hireSigned = (proposalId = PROPOSAL): BriefCommand => ({
  type: 'NoteHireSigned',
  data: { proposalId, contractId: CONTRACT, at: AT },
});
export const closeBrief = (by: 'client' | 'timer' | 'system' = 'client', at = AT): BriefCommand => ({
  type: 'CloseBrief',
  data: { reason: by === 'timer' ? 'idle' : 'withdrawn', at, by },
});
const review = { by: RIVAL, ruleId: 'house-1', reason: 'looked at it' } as const;
export const releaseBrief = (): BriefCommand => ({ type: 'ReleasePost', data: { ...review, at: AT } });
export const denyBrief = (): BriefCommand => ({ type: 'DenyPost', data: review });

export const packageOf = (tier: string, prices: readonly Money[]) => ({
  tier,
  unit: 'listing',
  unitsIncluded: 10,
  revisions: 2,
  deliveryDays: 7,
  addOns: [{ addOnId: 'a-plus', deliveryDays: 2, prices: prices.map(({ currency }) => ({ amount: '2000', currency })) }],
  prices,
});
export const draftGig = (more: Partial<GigCommandData<'DraftGig'>> = {}): GigCommand => ({
  type: 'DraftGig',
  data: {
    gigId: GIG,
    freelancerPartyId: FREELANCER,
    authorAccountId: FREELANCER,
    slug: 'listings-that-sell-099876de',
    roleId: 'listing_optimization',
    categoryId: 'listing-optimisation',
    title: 'Listings that sell',
    description: 'Titles and bullet points.',
    skills: ['marketplace-seo'],
    otherSkills: [],
    languages: [{ code: 'en', level: 'C1' }],
    attributes: {},
    packages: [packageOf('basic', [usd('10000')])],
    at: AT,
    ...more,
  },
});
export const submitGig = (scan: ScanVerdict = clean): GigCommand => ({ type: 'SubmitGig', data: { scan, standing: open } });
export const releaseGig = (): GigCommand => ({ type: 'ReleasePost', data: review });
export const denyGig = (): GigCommand => ({ type: 'DenyPost', data: review });
export const pauseGig = (by: 'freelancer' | 'restriction' = 'freelancer'): GigCommand => ({
  type: 'PauseGig',
  data: { gigId: GIG, by, reasonCode: 'own_wish' },
});
export const resumeGig = (by: 'freelancer' | 'restriction' = 'freelancer'): GigCommand => ({
  type: 'ResumeGig',
  data: { gigId: GIG, by, standing: open },
});
export const archiveGig = (by: 'freelancer' | 'system' = 'freelancer'): GigCommand => ({
  type: 'ArchiveGig',
  data: { gigId: GIG, by },
});
export const orderPackage = (more: Partial<GigCommandData<'OrderPackage'>> = {}): GigCommand => ({
  type: 'OrderPackage',
  data: {
    orderId: ORDER,
    gigVersion: 1,
    tier: 'basic',
    addOns: ['a-plus'],
    units: 1,
    currency: 'USD',
    clientPartyId: CLIENT,
    quote: quote({ amount: usd('12000') }),
    standing: open,
    at: AT,
    ...more,
  },
});

/** Events of a brief on which these commands were taken. */
export const briefAfter = (...commands: readonly BriefCommand[]): readonly BriefEvent[] =>
  commands.reduce<readonly BriefEvent[]>((events, command) => {
    const state = events.reduce((folded, event) => briefDecider.evolve(folded, event), briefDecider.initialState());
    return [...events, ...briefDecider.decide(command, state)];
  }, []);

/** Events of a gig on which these commands were taken. */
export const gigAfter = (...commands: readonly GigCommand[]): readonly GigEvent[] =>
  commands.reduce<readonly GigEvent[]>((events, command) => {
    const state = events.reduce((folded, event) => gigDecider.evolve(folded, event), gigDecider.initialState());
    return [...events, ...gigDecider.decide(command, state)];
  }, []);
