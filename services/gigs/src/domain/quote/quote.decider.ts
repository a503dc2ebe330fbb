import {
  endOfDayUtc,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import policy from '../policies/gigs-v1.json' with { type: 'json' };
import { demandPrice } from '../pricing.js';
import type { QuoteRules } from '../reference/fee-policies.js';
import { costOf, type QuotePart } from './fees.js';

type Asked = {
  quoteId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  /** The milestones that are priced; `amount` is their sum. */
  parts: readonly QuotePart[];
  amount: Money;
  /** Gross of the relationship that was assumed; payments takes the fee on the wallet's own order. */
  relationshipTotal: Money;
};

export type QuoteEvent = DomainEvent<
  'QuoteBound',
  Asked & {
    clientFee: Money;
    clientTotal: Money;
    freelancerFee: Money;
    freelancerNet: Money;
    policyVersion: string;
    boundAt: Instant;
    /** End of the seventh day, UTC. */
    validUntil: Instant;
  }
>;
export type QuoteCommand = Command<'BindQuote', Omit<Asked, 'amount'> & { currency: string; rules: QuoteRules; at: Instant }>;
export type Quote = QuoteEvent['data'];
export type QuoteState = Quote | null;

/** Stream `gigs.quote-<quoteId>`. */
export const quoteStorage = {
  category: 'gigs.quote',
  schemaVersions: { QuoteBound: 1 },
} as const satisfies StorageContract<QuoteEvent>;

/** A dated, bound calculation; the same command gives the same quote. */
export const quoteDecider: Decider<QuoteCommand, QuoteEvent, QuoteState> = {
  initialState: () => null,
  decide({ data }, state) {
    if (state) return [];
    const { rules, at, currency, ...asked } = data;
    for (const { amount } of asked.parts) demandPrice({ amount, currency }, at);
    const cost = costOf(rules, asked.parts, BigInt(asked.relationshipTotal.amount), currency);
    const { policyVersion } = rules;
    const validUntil = endOfDayUtc(at, policy.quoteValidityDays);
    return [{ type: 'QuoteBound', data: { ...asked, ...cost, policyVersion, boundAt: at, validUntil } }];
  },
  evolve: (_state, { data }) => data,
};
