import { divideHalfEven } from '@guildhall/kernel';

/**
 * Fee rules of one currency, as bound at signing. `upTo` is the end of a tier in minor units of the relationship's lifetime, null: no end.
 * Percents have at most two decimals.
 */
export type FeeRules = Readonly<{
  clientPercent: number;
  expensePercent: number;
  tiers: readonly Readonly<{ percent: number; upTo: string | null }>[];
}>;

/** Percent with two decimals at most, as an integer of 1/10,000. */
const basisPoints = (percent: number): bigint => BigInt(Math.round(percent * 100));

/**
 * f(lifetime): all freelancer fee on a relationship's gross so far, rounded half-even once. A part pays f(after) − f(before), so
 * a boundary is split inside one payment and refunds cannot dodge tiers (payments.md, Rounding).
 */
export const freelancerFee = (rules: FeeRules, lifetime: bigint): bigint => {
  let below = 0n;
  let exact = 0n;
  for (const { percent, upTo } of rules.tiers) {
    const end = upTo === null || BigInt(upTo) > lifetime ? lifetime : BigInt(upTo);
    if (end > below) exact += (end - below) * basisPoints(percent);
    if (end === lifetime) break;
    below = end;
  }
  return divideHalfEven(exact, 10_000n);
};

/** Fee on a gross amount that moves a relationship's lifetime from `before` to `before + gross` (gross below 0: what is returned, negative). */
export const feeOfMove = (rules: FeeRules, before: bigint, gross: bigint): bigint =>
  freelancerFee(rules, before + gross) - freelancerFee(rules, before);

/** Pass-through costs: no freelancer fee, outside the lifetime. */
export const isExpense = (milestoneKind: string): boolean => milestoneKind === 'expense';

/** The client's fee on top of a funded amount; expense milestones have their own percent. */
export const clientFee = (rules: FeeRules, milestoneKind: string, amount: bigint): bigint =>
  divideHalfEven(amount * basisPoints(isExpense(milestoneKind) ? rules.expensePercent : rules.clientPercent), 10_000n);

/** What was paid for a milestone so far, and what of it went back to the client, in minor units. */
export type ClientFeeSoFar = Readonly<{ funded: bigint; clientFeePaid: bigint; returned: bigint; clientFeeReturned: bigint }>;

/**
 * The client fee that goes back with the next part: pro rata on the cumulative amount, so the last part takes the rest.
 * Counted against what was returned in fact: a top-up in between changes the ratio, yet never more goes back than was paid.
 */
export const clientFeeBack = ({ funded, clientFeePaid, returned, clientFeeReturned }: ClientFeeSoFar, part: bigint): bigint => {
  if (part === 0n) return 0n;
  const due = divideHalfEven(clientFeePaid * (returned + part), funded) - clientFeeReturned;
  return due > 0n ? due : 0n;
};
