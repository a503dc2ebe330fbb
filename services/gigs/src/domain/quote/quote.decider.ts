import {
  addDays,
  divideHalfEven,
  minorOf,
  money,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandPrice } from '../pricing.js';

type Tier = Readonly<{ percent: number; upTo: Money | null }>;
/** Fee policy as payments told it (`FeePolicyPublished.rules`), for one currency. */
export type QuoteRules = Readonly<{ clientPercent: number; expensePercent: number; tiers: readonly Tier[] }>;

export type QuoteEvent = DomainEvent<
  'QuoteBound',
  {
    quoteId: string;
    clientPartyId: string;
    freelancerPartyId: string;
    kind: 'deliverable' | 'expense';
    amount: Money;
    clientFee: Money;
    clientTotal: Money;
    freelancerFee: Money;
    freelancerNet: Money;
    /** Gross of the relationship that was assumed; payments takes the fee on the wallet's own order. */
    relationshipTotal: Money;
    policyVersion: string;
    boundAt: Instant;
    validUntil: Instant;
  }
>;
export type QuoteCommand = Command<
  'BindQuote',
  {
    quoteId: string;
    clientPartyId: string;
    freelancerPartyId: string;
    kind: 'deliverable' | 'expense';
    amount: Money;
    relationshipTotal: Money;
    policyVersion: string;
    rules: QuoteRules;
    at: Instant;
  }
>;
export type QuoteState = QuoteEvent['data'] | null;

/** Stream `gigs.quote-<quoteId>`. */
export const quoteStorage = {
  category: 'gigs.quote',
  schemaVersions: { QuoteBound: 1 },
} as const satisfies StorageContract<QuoteEvent>;

const part = (minor: bigint, percent: number): bigint => minor * BigInt(Math.round(percent * 100));

/** All freelancer fee up to a lifetime, rounded half-even once; a boundary is split inside one payment (payments.md, Fee policy). */
const feeUpTo = (tiers: readonly Tier[], lifetime: bigint): bigint => {
  let below = 0n;
  let exact = 0n;
  for (const { percent, upTo } of tiers) {
    const end = upTo === null || minorOf(upTo) > lifetime ? lifetime : minorOf(upTo);
    if (end > below) exact += part(end - below, percent);
    below = end;
  }
  return divideHalfEven(exact, 10_000n);
};

/** A dated, bound calculation; the same command gives the same quote. */
export const quoteDecider: Decider<QuoteCommand, QuoteEvent, QuoteState> = {
  initialState: () => null,
  decide({ data }, state) {
    if (state) return [];
    const { rules, at, ...asked } = data;
    demandPrice(asked.amount, at);
    const { currency } = asked.amount;
    const amount = minorOf(asked.amount);
    const before = minorOf(asked.relationshipTotal);
    const clientFee = divideHalfEven(part(amount, rules.clientPercent), 10_000n);
    const fee = asked.kind === 'expense' ? 0n : feeUpTo(rules.tiers, before + amount) - feeUpTo(rules.tiers, before);
    const amounts = {
      clientFee: money(clientFee, currency),
      clientTotal: money(amount + clientFee, currency),
      freelancerFee: money(fee, currency),
      freelancerNet: money(amount - fee, currency),
    };
    return [
      { type: 'QuoteBound', data: { ...asked, ...amounts, boundAt: at, validUntil: addDays(at, policy.quoteValidityDays) } },
    ];
  },
  evolve: (_state, { data }) => data,
};
