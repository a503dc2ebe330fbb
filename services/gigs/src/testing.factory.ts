import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { createTestService, testFact, type TestAnswer, type TestPerson, type TestService } from '@guildhall/service-kit';
import { GigsModule } from './gigs.module.js';
import { gigsService } from './gigs.service.js';

export const usd = (amount: string) => ({ amount, currency: 'USD' });
export const bodyOf = (answer: TestAnswer) => answer.body as Record<string, unknown>;
export const codeOf = (answer: TestAnswer): unknown => bodyOf(answer)['code'];
export const itemsOf = (answer: TestAnswer) => bodyOf(answer)['items'] as Record<string, unknown>[];
export const seen = (answer: TestAnswer) => ({ 'guildhall-at-least': String(bodyOf(answer)['position']) });

const tiers = (first: string, second: string, currency: string) => [
  { percent: 20, upTo: { amount: first, currency } },
  { percent: 10, upTo: { amount: second, currency } },
  { percent: 5, upTo: null },
];
/** Fee policy v1 of payments.md, as payments tells it. */
export const feePolicy = (policyVersion = 'fee-v1', effectiveFrom = '2026-01-01T00:00:00.000Z', clientPercent = 5) =>
  testFact(FACT.FeePolicyPublished, {
    policyVersion,
    effectiveFrom,
    rules: {
      clientPercent,
      expensePercent: 0,
      freelancerTiers: {
        USD: tiers('50000', '1000000', 'USD'),
        JPY: tiers('75000', '1500000', 'JPY'),
        EUR: tiers('50000', '1000000', 'EUR'),
      },
      milestoneMinimum: {},
      payoutMinimum: {},
    },
    policyHash: `sha256:${'0'.repeat(64)}`,
  });

export const capability = (partyId: string, name: 'hire' | 'get_paid', revision = '0') =>
  testFact(FACT.CapabilityEnabled, { partyId, capability: name, policyVersion: 'kyc-v1' }, { revision });

let posts = 0;
/** A title of its own: the same text twice is a duplicate, and held. */
const title = (words: string): string => `${words}, number ${(posts += 1)}`;

export const briefRequest = (more: object = {}) => ({
  roleId: 'listing_optimization',
  categoryId: 'listing-optimisation',
  title: title('Listings for a garden shop'),
  description: 'Forty listings need better titles and bullet points.',
  outcome: 'Forty listings rewritten',
  kpis: [{ metric: 'listings_processed', target: '40' }],
  criteria: [{ criteriaId: 'titles', text: 'Every title names the brand' }],
  pricingModel: 'fixed',
  budget: { low: '50000', high: '60000' },
  currency: 'USD',
  hires: 1,
  confidentiality: 'public',
  skills: [],
  attachments: [],
  ...more,
});

export const proposalRequest = (more: object = {}) => ({
  coverNote: 'I have done this for two other shops.',
  terms: {
    pricingModel: 'fixed',
    price: usd('60000'),
    milestones: [{ kind: 'deliverable', amount: usd('60000'), dueInDays: 30, criteriaIds: ['titles'] }],
    revisions: 2,
    autoApproval: { days: 14 },
  },
  ...more,
});

export const gigRequest = (more: object = {}) => ({
  roleId: 'listing_optimization',
  categoryId: 'listing-optimisation',
  title: title('Marketplace listings that sell'),
  description: 'Titles, bullet points and search terms for your articles.',
  skills: ['marketplace-seo', 'Split testing', 'Calligraphy'],
  languages: [{ code: 'en', level: 'C1' }],
  attributes: { product_category: 'garden' },
  packages: [
    {
      tier: 'basic',
      unit: 'listing',
      unitsIncluded: 10,
      revisions: 2,
      deliveryDays: 7,
      addOns: [{ addOnId: 'a-plus', deliveryDays: 2, prices: [usd('2000')] }],
      prices: [usd('10000')],
    },
  ],
  ...more,
});

/** gigs in this process, with a client who may hire, a freelancer who may be paid, a stranger and an operator. */
export class TestMarket {
  readonly client: TestPerson = { accountId: newId(), roles: ['client'] };
  readonly freelancer: TestPerson = { accountId: newId(), roles: ['freelancer'] };
  readonly rival: TestPerson = { accountId: newId(), roles: ['freelancer'] };
  readonly stranger: TestPerson = { accountId: newId() };
  readonly operator: TestPerson = { accountId: newId(), roles: ['operator'] };

  private constructor(readonly service: TestService) {}

  static async open(): Promise<TestMarket> {
    const config = { cursorKey: Buffer.alloc(32, 7) };
    const market = new TestMarket(await createTestService(gigsService, GigsModule, { config }));
    await market.service.hear(feePolicy());
    await market.service.hear(capability(market.client.accountId, 'hire'));
    await market.service.hear(capability(market.freelancer.accountId, 'get_paid'));
    await market.service.hear(capability(market.rival.accountId, 'get_paid'));
    return market;
  }

  post(path: string, as: TestPerson, body: object = {}, key?: string): Promise<TestAnswer> {
    return this.service.post(`/gigs/${path}`, { as, body, ...(key !== undefined && { key }) });
  }

  get(path: string, as?: TestPerson, headers: Record<string, string> = {}): Promise<TestAnswer> {
    return this.service.get(`/gigs/${path}`, { ...(as && { as }), headers });
  }

  async openBrief(more: object = {}, as = this.client): Promise<string> {
    const briefId = String(bodyOf(await this.post('briefs', as, briefRequest(more)))['briefId']);
    await this.post(`briefs/${briefId}/publications`, as);
    return briefId;
  }

  async propose(briefId: string, as = this.freelancer): Promise<string> {
    return String(bodyOf(await this.post(`briefs/${briefId}/proposals`, as, proposalRequest()))['proposalId']);
  }

  async gigOnSale(more: object = {}, as = this.freelancer): Promise<string> {
    const gigId = String(bodyOf(await this.post('gigs', as, gigRequest(more)))['gigId']);
    await this.post(`gigs/${gigId}/submissions`, as);
    return gigId;
  }

  async typesOf(stream: string): Promise<readonly string[]> {
    return (await this.service.events(stream)).map(({ type }) => type);
  }

  close(): Promise<void> {
    return this.service.close();
  }
}
