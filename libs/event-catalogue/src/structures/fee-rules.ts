import { currency, money, percent } from '../schema/fields.js';
import { mapOf, nonEmptyList, nullable, object, type ValueOf } from '../schema/field.js';

/**
 * Rules of one fee policy version (payments.md, Fee policy and Policy defaults). Percents are of gross.
 * `freelancerTiers`: per currency, rising; a tier holds up to `upTo` of the lifetime of a relationship, null: without limit.
 * A currency without tiers cannot be contracted. Minimums are per milestone and per payout.
 */
export const feeRules = object({
  clientPercent: percent,
  expensePercent: percent,
  freelancerTiers: mapOf(currency, nonEmptyList(object({ percent, upTo: nullable(money) }))),
  milestoneMinimum: mapOf(currency, money),
  payoutMinimum: mapOf(currency, money),
});
export type FeeRules = ValueOf<typeof feeRules>;
