import { divideHalfEven, minorOf, money, type Money } from '@guildhall/kernel';
import type { QuoteRules } from '../reference/fee-policies.js';

/** One milestone to be priced; `amount` in minor units. */
export type QuotePart = Readonly<{ kind: 'deliverable' | 'expense'; amount: string }>;
export type Cost = Readonly<{ amount: Money; clientFee: Money; clientTotal: Money; freelancerFee: Money; freelancerNet: Money }>;

/** Percents have two decimals at most. */
const part = (minor: bigint, percent: number): bigint => minor * BigInt(Math.round(percent * 100));

/** All freelancer fee up to a lifetime, rounded half-even once; a boundary is split inside one payment (payments.md, Rounding). */
const feeUpTo = ({ tiers }: QuoteRules, lifetime: bigint): bigint => {
  let below = 0n;
  let exact = 0n;
  for (const { percent, upTo } of tiers) {
    const end = upTo === null || minorOf(upTo) > lifetime ? lifetime : minorOf(upTo);
    if (end > below) exact += part(end - below, percent);
    below = end > below ? end : below;
  }
  return divideHalfEven(exact, 10_000n);
};

/** What both sides pay and get. The client's fee is rounded a milestone; expenses carry no freelancer fee. */
export const costOf = (rules: QuoteRules, parts: readonly QuotePart[], lifetime: bigint, currency: string): Cost => {
  const sum = (kinds: readonly QuotePart[]): bigint => kinds.reduce((total, { amount }) => total + BigInt(amount), 0n);
  const clientFee = parts.reduce(
    (total, { kind, amount }) =>
      total + divideHalfEven(part(BigInt(amount), kind === 'expense' ? rules.expensePercent : rules.clientPercent), 10_000n),
    0n,
  );
  const amount = sum(parts);
  const after = lifetime + sum(parts.filter(({ kind }) => kind === 'deliverable'));
  const fee = feeUpTo(rules, after) - feeUpTo(rules, lifetime);
  return {
    amount: money(amount, currency),
    clientFee: money(clientFee, currency),
    clientTotal: money(amount + clientFee, currency),
    freelancerFee: money(fee, currency),
    freelancerNet: money(amount - fee, currency),
  };
};
