import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { demandPrice } from '../../domain/pricing.js';
import type { QuotePart } from '../../domain/quote/fees.js';
import type { Quote } from '../../domain/quote/quote.decider.js';
import { FEE_REFERENCE, rulesFor } from '../../domain/reference/fee-policies.js';
import { relationshipKey, totalOf } from '../../domain/relationship/relationship.decider.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { quoteAnswer, type QuoteAnswer } from './quote.answer.js';

/** What is to be priced between whom; `parts` in minor units of `currency`. */
export type QuoteRequest = Readonly<{
  quoteId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  currency: string;
  parts: readonly QuotePart[];
}>;

/** Binds quotes to the fee policy in force and to the relationship's total as gigs knows it now. */
@Injectable()
export class QuoteDesk {
  constructor(private readonly aggregates: GigsAggregates) {}

  /** The quote of this id, bound now where there is none yet. Repeatable: the first one stays. */
  async bind(request: QuoteRequest, context: CommandContext): Promise<Quote> {
    const known = await this.find(request.quoteId);
    if (known) return known;
    // Derived from the command that caused it: the quote is that command's first effect, on a stream of its own.
    const own = { ...context, commandId: deriveId(context.commandId, 'quote', request.quoteId) };
    await this.order(request, withoutIfMatch(own));
    return this.bound(request.quoteId);
  }

  /** A quote for its own sake, answered with what it says; the first answer again for a repeat. */
  async ask(request: QuoteRequest, context: CommandContext): Promise<Written<QuoteAnswer>> {
    const written = await this.order(request, context);
    return written.with(quoteAnswer(await this.bound(request.quoteId)));
  }

  private async bound(quoteId: string): Promise<Quote> {
    const quote = await this.find(quoteId);
    if (!quote) throw new Error(`The quote ${quoteId} was bound and is not there`);
    return quote;
  }

  private async order(request: QuoteRequest, context: CommandContext): Promise<Written> {
    const { currency, quoteId, ...asked } = request;
    const { state: policies } = await this.aggregates.feePolicies.load(FEE_REFERENCE);
    // Digits and currency are judged before the policy is looked up: a wrong amount is not an unknown currency.
    for (const { amount } of asked.parts) demandPrice({ amount, currency }, context.occurredAt);
    const rules = rulesFor(policies, currency, context.occurredAt);
    const { state: relationship } = await this.aggregates.relationships.load(relationshipKey(request));
    const relationshipTotal = totalOf(relationship, currency);
    const data = { ...asked, quoteId, currency, relationshipTotal, rules, at: context.occurredAt };
    return this.aggregates.quotes.handle(quoteId, { type: 'BindQuote', data }, context);
  }

  /** A bound quote, null where nobody bound one under this id. */
  async find(quoteId: string): Promise<Quote | null> {
    return (await this.aggregates.quotes.load(quoteId)).state;
  }
}

/** `If-Match` names the revision of what the user edits, which is not the quote. */
const withoutIfMatch = ({ ifMatch: _, ...context }: CommandContext): CommandContext => context;
