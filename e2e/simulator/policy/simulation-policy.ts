import type { ContractCurrency, RoleId } from '../story/story.js';

/**
 * How the simulated marketplace behaves. The shares are ours, chosen so that every path of the first version occurs in a few
 * dozen contracts; they claim nothing about a real market. Days, hours and prices are medians unless said.
 */
export const simulationPolicy = {
  version: 'simulation-1',
  people: {
    contractsPerClient: 3,
    contractsPerFreelancer: 2.5,
    fewest: 3,
    /** Share that is there in the first two days; the others join over the first half of the story. */
    presentEarly: 0.6,
    secondRole: 0.35,
    /** Few hire and are hired much more than the rest: weight = rank to the power of minus this. */
    popularity: 0.7,
    threeDs: 0.3,
    personalCard: 0.04,
    payoutReturnsOnce: 0.06,
  },
  /** From the start of the story to the first contract: time to sign up, be verified and publish. */
  leadDays: 4,
  work: { opensHour: 9, closesHour: 18 },
  /**
   * Hours until someone gets round to it, before working time is looked at: exponential with a ceiling, so that weekends and
   * holidays still end before the platform's windows of 7 days (awards, payment, negotiation) and 14 (approval).
   * `at_once` happens within minutes at any hour: whoever does it sits at the screen already.
   */
  reaction: {
    at_once: { mean: 0.03, most: 0.06 },
    quick: { mean: 3, most: 12 },
    normal: { mean: 20, most: 60 },
    slow: { mean: 60, most: 120 },
  },
  price: { sigma: 0.75, ceilingUsd: 18_000, floorUsd: 40, orderFactor: 0.35 },
  /** Steps that people round prices to, in minor units; and the least milestone we draw, above payments' minimum. */
  roundTo: { USD: 500n, EUR: 500n, GBP: 500n, JPY: 500n, KWD: 1_000n } satisfies Record<ContractCurrency, bigint>,
  leastMilestone: { USD: 2_500n, EUR: 2_500n, GBP: 2_000n, JPY: 4_000n, KWD: 8_000n } satisfies Record<ContractCurrency, bigint>,
  origin: { order_package: 0.35, brief: 0.65 },
  rivals: { 0: 0.3, 1: 0.4, 2: 0.3 },
  milestones: { 1: 0.5, 2: 0.28, 3: 0.15, 4: 0.07 },
  daysPerMilestone: { median: 7, sigma: 0.5, most: 30 },
  /** Working days planned on top: until a proposal is signed and funded, and for the approval between two milestones. */
  slackDays: { beforeFirst: 8, betweenMilestones: 5 },
  onTime: 0.7,
  lateMeanDays: 2.5,
  refusedCard: 0.1,
  cancelled: 0.06,
  /** Rounds of changes that a proposal offers; packages have their own. */
  revisions: 3,
  /** Rounds of changes before the client is content, as far as they are agreed. */
  changeRounds: { 0: 0.62, 1: 0.26, 2: 0.12 },
  ending: { approve: 0.72, auto_approve: 0.1, part_then_approve: 0.06, refund_held: 0.04, dispute: 0.08 },
  refundAfterRelease: 0.03,
  dispute: {
    /** Whole milestone or part of it, in percent. */
    claimPercent: { 100: 0.35, 50: 0.3, 40: 0.15, 25: 0.2 },
    path: { settled: 0.35, silence: 0.15, mediated: 0.2, ruled: 0.3 },
    releaseUndisputed: 0.5,
    rulingPercents: [0, 20, 30, 40, 50, 60, 70, 80, 100],
  },
  review: { byClient: 0.8, byFreelancer: 0.7, withinDays: 9 },
  payOut: 0.9,
  /** Deadlines of the platform that a story waits for (contracts.md, disputes.md, payments.md, policy defaults). */
  platform: { autoApproveDays: 14, securityHoldDays: 5, respondBusinessDays: 5, rulingWindowDays: 5 },
} as const;

type RolePrices = {
  readonly medianUsd: number;
  readonly weight: number;
  readonly titles: readonly string[];
  readonly criteria: readonly string[];
};

/** What is sold in each work role; prices are medians of a whole contract in US dollars. */
export const rolePolicy: Readonly<Record<RoleId, RolePrices>> = {
  seller_sourcing: {
    medianUsd: 900,
    weight: 10,
    titles: ['Supplier short list for kitchenware', 'Landed cost sheet for 40 articles', 'Sample round with three factories'],
    criteria: ['three quotes per article', 'duties and freight in every cost line'],
  },
  listing_optimization: {
    medianUsd: 420,
    weight: 18,
    titles: ['Rewrite 25 marketplace listings', 'Title and bullet test for the top sellers', 'Search terms for a new category'],
    criteria: ['every listing passes the style guide', 'search terms documented'],
  },
  logistics: {
    medianUsd: 750,
    weight: 8,
    titles: ['Reorder plan for the high season', 'Carrier comparison for two lanes', 'Returns flow for the EU warehouse'],
    criteria: ['plan covers 90 days', 'costs per lane compared'],
  },
  support_multilingual: {
    medianUsd: 520,
    weight: 16,
    titles: ['Reply templates in four languages', 'Weekend inbox cover', 'Escalation guide for chargebacks'],
    criteria: ['native wording in each language', 'escalation path named'],
  },
  performance_marketing: {
    medianUsd: 1_300,
    weight: 14,
    titles: ['Campaign structure for three markets', 'Audit of shopping ads', 'Retargeting set-up'],
    criteria: ['tracking verified', 'budget per market stated'],
  },
  trust_safety_analyst: {
    medianUsd: 680,
    weight: 6,
    titles: ['Review of flagged orders', 'Rule set against coupon abuse', 'Counterfeit report for one brand'],
    criteria: ['each case with its reason', 'false positives counted'],
  },
  creative_content: {
    medianUsd: 480,
    weight: 14,
    titles: ['Product photos for 12 articles', 'Packaging artwork', 'Short videos for a launch'],
    criteria: ['source files handed over', 'rights stated'],
  },
  web_store_build: {
    medianUsd: 2_100,
    weight: 9,
    titles: ['Theme rebuild for a store front', 'Stock feed integration', 'Checkout speed work'],
    criteria: ['tests run in staging', 'load time under two seconds'],
  },
  data_analysis: {
    medianUsd: 850,
    weight: 5,
    titles: ['Sales forecast by article', 'Catalogue clean-up report', 'Margin report by country'],
    criteria: ['method described', 'figures reproducible'],
  },
};
