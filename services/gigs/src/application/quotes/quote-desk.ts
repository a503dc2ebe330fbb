import { OutcomeUnknown, type CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import type { QuotePart } from '../../domain/quote/fees.js';
import type { Quote } from '../../domain/quote/quote.decider.js';
import { FEE_REFERENCE, rulesFor } from '../../domain/reference/fee-policies.js';
import { relationshipKey, totalOf } from '../../domain/relationship/relationship.decider.js';
import { GigsAggregates } from '../gigs-aggregates.js';

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
    const { currency, ...asked } = request;
    const { state: policies } = await this.aggregates.feePolicies.load(FEE_REFERENCE);
    const rules = rulesFor(policies, currency, context.occurredAt);
    const { state: relationship } = await this.aggregates.relationships.load(relationshipKey(request));
    const relationshipTotal = totalOf(relationship, currency);
    const data = { ...asked, currency, relationshipTotal, rules, at: context.occurredAt };
    // The id of the command that caused it: the quote is the first effect of that command, on a stream of its own.
    const own = { ...context, commandId: deriveId(context.commandId, 'quote', request.quoteId) };
    await this.aggregates.quotes.handle(request.quoteId, { type: 'BindQuote', data }, withoutIfMatch(own));
    const bound = await this.find(request.quoteId);
    if (!bound) throw new OutcomeUnknown(`The quote ${request.quoteId} was bound and is not there`);
    return bound;
  }

  /** A bound quote, null where nobody bound one under this id. */
  async find(quoteId: string): Promise<Quote | null> {
    return (await this.aggregates.quotes.load(quoteId)).state;
  }
}

/** `If-Match` names the revision of what the user edits, which is not the quote. */
const withoutIfMatch = ({ ifMatch: _, ...context }: CommandContext): CommandContext => context;
