import { minorDigits, minorOf, type Money } from '@guildhall/kernel';
import { fail } from './gigs.errors.js';
import policy from './policies/gigs-v1.json' with { type: 'json' };

/** Structured clauses that contracts drafts from (catalogue: `termsDraft`). */
export type TermsDraft = Readonly<{
  roleId: string;
  pricingModel: 'fixed' | 'milestone';
  currency: string;
  price: Money;
  milestones: readonly Readonly<{
    kind: 'deliverable' | 'expense';
    amount: Money;
    dueInDays: number;
    criteriaIds: readonly string[];
  }>[];
  revisions: number;
  autoApproval: Readonly<{ days: number | null }>;
}>;

const INTEGER = /^(0|[1-9][0-9]{0,17})$/;
const minimums = policy.priceMinimum as Readonly<Record<string, string>>;
const retired = policy.retiredCurrencies as Readonly<Record<string, string>>;

/** A price of at least the currency's minimum, as an integer string of minor units; `on` is the UTC date of the act. */
export const demandPrice = ({ amount, currency }: Money, on: string): void => {
  // JSON of a careless client holds a number here: the type of a request is a promise, not a fact.
  if (typeof amount !== 'string' || !INTEGER.test(amount))
    throw fail(
      'GIGS.AMOUNT_DIGITS',
      `An integer string of minor units (${minorDigits(currency)} digits) is needed, not ${amount}`,
    );
  const least = minimums[currency];
  const lastDay = retired[currency];
  if (least === undefined || (lastDay !== undefined && on.slice(0, 10) > lastDay))
    throw fail('GIGS.CURRENCY_UNKNOWN', `${currency} cannot be contracted`);
  if (BigInt(amount) < BigInt(least))
    throw fail('GIGS.PRICING_INVALID', `A price is at least ${least} minor units of ${currency}`, {
      minimum: { amount: least, currency },
    });
};

/** Refuses what contracts would refuse: the sum of the milestones is the price, a fixed price has one deliverable. */
export const demandTerms = (terms: TermsDraft, on: string): void => {
  demandPrice(terms.price, on);
  for (const { amount } of terms.milestones) demandPrice(amount, on);
  const sum = terms.milestones.reduce((total, { amount }) => total + minorOf(amount), 0n);
  const otherCurrency =
    terms.milestones.some(({ amount }) => amount.currency !== terms.currency) || terms.price.currency !== terms.currency;
  if (otherCurrency || sum !== minorOf(terms.price))
    throw fail('GIGS.PRICING_INVALID', 'The milestones come to the price, in its currency', { price: terms.price });
  const deliverables = terms.milestones.filter(({ kind }) => kind === 'deliverable').length;
  if (deliverables === 0 || (terms.pricingModel === 'fixed' && deliverables !== 1)) {
    throw fail('GIGS.PRICING_INVALID', 'A fixed price has one deliverable, milestones have one or more');
  }
};
