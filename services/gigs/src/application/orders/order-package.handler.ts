import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { actingParty, bornOf, createdId, deriveId } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import { priceOf, type Choice } from '../../domain/gig/decide-order.js';
import type { GigEvent } from '../../domain/gig/gig.events.js';
import { ownerOf, type GigState } from '../../domain/gig/gig.state.js';
import { fail } from '../../domain/gigs.errors.js';
import { notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { PostDesk } from '../posts/post-desk.js';
import { QuoteDesk } from '../quotes/quote-desk.js';
import type { OrderPackageRequest } from './order-package.request.dto.js';

export type OrderPackageAnswer = Readonly<
  { payBy: string; orderId: string; contractId: string } | { payBy?: never; orderId: string; contractId: string }
>;

@Injectable()
export class OrderPackageHandler {
  constructor(
    private readonly aggregates: GigsAggregates,
    private readonly posts: PostDesk,
    private readonly quotes: QuoteDesk,
  ) {}

  /** The contract has a derived id, so it can be told before contracts has drafted it. */
  async execute(gigId: string, request: OrderPackageRequest, context: CommandContext): Promise<Written<OrderPackageAnswer>> {
    const { orderId = createdId(context.commandId, 'order'), quoteId, gigVersion, currency } = request;
    const { tier, addOns = [], units = 1 } = request;
    const clientPartyId = actingParty(context.actor);
    const { state } = await this.aggregates.gigs.load(gigId);
    if (state.version === 0) throw notFound();
    const standing = await this.posts.standing(clientPartyId, 'hire');
    const order = { orderId, gigVersion, tier, addOns, units, currency, clientPartyId };
    const quote = quoteId === undefined ? await this.bind(state, order, context) : await this.known(quoteId);
    const data = { ...order, quote, standing, at: context.occurredAt };
    const written = await this.aggregates.gigs.handle(gigId, { type: 'OrderPackage', data }, context);
    const [ordered] = written.events as readonly GigEvent[];
    const payBy = ordered?.type === 'PackageOrdered' ? { payBy: ordered.data.payBy } : {};
    return written.with({ orderId, contractId: bornOf(orderId, 'contract'), ...payBy });
  }

  /** Null where the version is not on sale, or there is nothing to agree: the stream says why. */
  private async bind(
    state: GigState,
    order: Choice & Readonly<{ orderId: string; gigVersion: number; clientPartyId: string }>,
    context: CommandContext,
  ) {
    const { onSale, status, version } = state;
    const { clientPartyId, currency } = order;
    const freelancerPartyId = ownerOf(state);
    if (!onSale || status !== 'active' || version !== order.gigVersion || freelancerPartyId === null) return null;
    if (freelancerPartyId === clientPartyId) return null;
    const parts = [{ kind: 'deliverable', amount: priceOf(onSale, order).amount }] as const;
    const quoteId = deriveId(order.orderId, 'quote');
    return this.quotes.bind({ quoteId, clientPartyId, freelancerPartyId, currency, parts }, context);
  }

  private async known(quoteId: string) {
    const quote = await this.quotes.find(quoteId);
    if (!quote) throw fail('GIGS.QUOTE_EXPIRED', 'There is no such quote: ask for a new one');
    return quote;
  }
}
