import { minorOf, type Money } from '@guildhall/kernel';
import { boundPolicy, inCurrency, type PolicyRefs } from '../policies/policies.js';

/** The two sides of a contract. */
export type Side = 'client' | 'freelancer';
export const otherSide = (side: Side): Side => (side === 'client' ? 'freelancer' : 'client');

/** What a contract was born of; its id is derived from `id`. */
export type Origin = Readonly<{ kind: 'proposal' | 'order'; id: string }>;

/** One line of the terms; due N days after signing (24:00 UTC of day N). */
export type TermsLine = Readonly<{
  kind: 'deliverable' | 'expense';
  amount: Money;
  dueInDays: number;
  criteriaIds: readonly string[];
}>;

/** The clauses that parties may change while a contract is drafted. `funding`: what is collected at signing. */
export type Clauses = Readonly<{
  pricingModel: 'fixed' | 'milestone';
  price: Money;
  milestones: readonly TermsLine[];
  /** Rounds of changes included, per milestone. */
  revisions: number;
  /** Null switches auto-approval off; both sign it. */
  autoApproval: Readonly<{ days: number | null }>;
  funding: 'next' | 'all';
}>;

/** One version of the terms: what both sign the hash of. Ids only, so no name or free text is hashed. */
export type Terms = Clauses &
  Readonly<{
    contractId: string;
    termsVersion: number;
    clientPartyId: string;
    freelancerPartyId: string;
    origin: Origin;
    roleId: string;
    currency: string;
    quoteId: string;
    policyRefs: PolicyRefs;
  }>;

/** SHA-256 of the canonical JSON (RFC 8785) as `sha256:<hex>`; pure, given to the decider because the domain has no crypto. */
export type HashTerms = (terms: Terms) => string;

/** Words for what a pricing model's validator found wrong; none: the clauses are valid (contracts.md, Pricing models). */
export const pricingProblems = (clauses: Clauses, currency: string, minimum: Money | null): readonly string[] => {
  const amounts = [clauses.price, ...clauses.milestones.map(({ amount }) => amount)];
  if (amounts.some((amount) => amount.currency !== currency)) return ['currency'];
  const lines = clauses.milestones.map(({ amount }) => minorOf(amount));
  const least = minimum?.currency === currency ? minorOf(minimum) : 1n;
  const deliverables = clauses.milestones.filter(({ kind }) => kind === 'deliverable').length;
  return [
    ...(lines.some((line) => line <= 0n) ? ['amount_not_positive'] : []),
    ...(lines.some((line) => line > 0n && line < least) ? ['amount_below_minimum'] : []),
    ...(lines.reduce((sum, line) => sum + line, 0n) === minorOf(clauses.price) ? [] : ['amounts_do_not_sum_to_price']),
    ...(clauses.pricingModel === 'fixed' && deliverables !== 1 ? ['fixed_needs_one_deliverable'] : []),
    ...(clauses.pricingModel === 'milestone' && deliverables < 1 ? ['milestone_needs_a_deliverable'] : []),
  ];
};

/**
 * What the written-contract minimum misses: from the policy's amount on, agreed between the same parties within its window, services must
 * be itemised (acceptance criteria for each deliverable); names, rate and pay date are part of every terms version.
 */
export const missingTerms = (terms: Terms, recentlyAgreed: Money): readonly string[] => {
  const policy = boundPolicy('terms', terms.policyRefs);
  const from = inCurrency(policy.minimumTermsFrom, terms.currency);
  const total = minorOf(terms.price) + minorOf(recentlyAgreed);
  if (from !== null && total < from) return [];
  const itemised = terms.milestones.every(({ kind, criteriaIds }) => kind === 'expense' || criteriaIds.length > 0);
  return itemised ? [] : ['itemised_services'];
};

/** True when a signature needs a fresh password: above the policy's amount, or in a currency that its table does not name. */
export const needsStepUp = (terms: Terms): boolean => {
  const above = inCurrency(boundPolicy('signing', terms.policyRefs).stepUpAbove, terms.currency);
  return above === null || minorOf(terms.price) > above;
};
