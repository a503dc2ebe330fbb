import type { PolicyRules } from '../domain/fee-policy/fee-policy.decider.js';
import fees from '../domain/policies/fee-v1.json' with { type: 'json' };
import limits from '../domain/policies/payments-v1.json' with { type: 'json' };

const moneyTable = (table: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(table).map(([currency, amount]) => [currency, { amount, currency }]));

/** The shipped fee policy in the shape in which it is told. */
export const rulesForTests: PolicyRules = {
  clientPercent: fees.clientPercent,
  expensePercent: fees.expensePercent,
  freelancerTiers: Object.fromEntries(
    Object.entries(fees.tiers).map(([currency, tiers]) => [
      currency,
      tiers.map(({ percent, upTo }) => ({ percent, upTo: upTo === null ? null : { amount: upTo, currency } })),
    ]),
  ),
  milestoneMinimum: moneyTable(limits.milestoneMinimum),
  payoutMinimum: moneyTable(limits.payoutMinimum),
};
