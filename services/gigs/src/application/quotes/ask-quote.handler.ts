import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { actingParty, createdId } from '@guildhall/kernel';
import { common } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { priceOf } from '../../domain/gig/decide-order.js';
import { ownerOf } from '../../domain/gig/gig.state.js';
import { fail } from '../../domain/gigs.errors.js';
import type { Quote } from '../../domain/quote/quote.decider.js';
import { notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import type { AskQuoteRequest } from './ask-quote.request.dto.js';
import { quoteAnswer, type QuoteAnswer } from './quote.answer.js';
import { QuoteDesk, type QuoteRequest } from './quote-desk.js';

@Injectable()
export class AskQuoteHandler {
  constructor(
    private readonly aggregates: GigsAggregates,
    private readonly desk: QuoteDesk,
  ) {}

  async execute(request: AskQuoteRequest, context: CommandContext): Promise<Written<QuoteAnswer>> {
    const quoteId = request.quoteId ?? createdId(context.commandId, 'quote');
    const known = await this.desk.find(quoteId);
    const party = actingParty(context.actor);
    if (known && known.clientPartyId !== party && known.freelancerPartyId !== party) throw notFound();
    return this.desk.ask(known ? asBound(known) : await this.wanted(quoteId, request, party), context);
  }

  /** A quote for its two parties: what lies between others is nobody's business. */
  async of(quoteId: string, partyId: string): Promise<QuoteAnswer> {
    const quote: Quote | null = await this.desk.find(quoteId);
    if (!quote || (quote.clientPartyId !== partyId && quote.freelancerPartyId !== partyId)) throw notFound();
    return quoteAnswer(quote);
  }

  private async wanted(quoteId: string, request: AskQuoteRequest, party: string): Promise<QuoteRequest> {
    const { gigId, freelancerPartyId = '', clientPartyId = '', amount, kind = 'deliverable' } = request;
    if (gigId !== undefined) return this.ofGig(quoteId, gigId, request, party);
    if (party !== freelancerPartyId && party !== clientPartyId)
      throw common('COMMON.FORBIDDEN', 'A quote is asked for by one of its two parties');
    const { amount: minor = '', currency = '' } = amount ?? {};
    return { quoteId, clientPartyId, freelancerPartyId, currency, parts: [{ kind, amount: minor }] };
  }

  private async ofGig(quoteId: string, gigId: string, request: AskQuoteRequest, clientPartyId: string): Promise<QuoteRequest> {
    const { gigVersion = 0, tier = '', addOns = [], units = 1, currency = '' } = request;
    const { state } = await this.aggregates.gigs.load(gigId);
    const { onSale, version, status } = state;
    const freelancerPartyId = ownerOf(state);
    if (version === 0 || !onSale || freelancerPartyId === null) throw notFound();
    if (status !== 'active' || version !== gigVersion)
      throw fail('GIGS.VERSION_NOT_ON_SALE', `Version ${version} is ${status}`, { gigVersion: version, state: status });
    const price = priceOf(onSale, { tier, addOns, units, currency });
    return { quoteId, clientPartyId, freelancerPartyId, currency, parts: [{ kind: 'deliverable', amount: price.amount }] };
  }
}

/** A quote that is there already is not judged anew: the gig may have changed since. */
const asBound = ({ quoteId, clientPartyId, freelancerPartyId, amount, parts }: Quote): QuoteRequest => ({
  quoteId,
  clientPartyId,
  freelancerPartyId,
  currency: amount.currency,
  parts,
});
