import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { actingParty, bornOf, deriveId, isBefore } from '@guildhall/kernel';
import { Injectable } from '@nestjs/common';
import type { BriefCommand } from '../../domain/brief/brief.commands.js';
import type { BriefState } from '../../domain/brief/brief.state.js';
import { fail } from '../../domain/gigs.errors.js';
import { clientOnly, freelancerOnly, notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { PostDesk } from '../posts/post-desk.js';
import { quoteAnswer } from '../quotes/quote.answer.js';
import { QuoteDesk } from '../quotes/quote-desk.js';

export type AcceptedProposal = Readonly<{ contractId: string }>;

type OfClient = 'Shortlist' | 'TakeAwardBack';
type Leaving = 'declined' | 'retracted';

/** Acts on a proposal; all of them are decided by the stream of its brief. */
@Injectable()
export class ProposalActsHandler {
  constructor(
    private readonly aggregates: GigsAggregates,
    private readonly posts: PostDesk,
    private readonly quotes: QuoteDesk,
  ) {}

  byClient(type: OfClient, proposalId: string, context: CommandContext): Promise<Written> {
    const command = { type, data: { proposalId, at: context.occurredAt } } as const;
    return this.onBrief(proposalId, command, context, clientOnly(context.actor));
  }

  async award(proposalId: string, context: CommandContext): Promise<Written> {
    const standing = await this.posts.standing(actingParty(context.actor), 'hire');
    const command = { type: 'GiveAward', data: { proposalId, standing, at: context.occurredAt } } as const;
    return this.onBrief(proposalId, command, context, clientOnly(context.actor));
  }

  leave(as: Leaving, proposalId: string, context: CommandContext): Promise<Written> {
    const command = { type: 'LeaveBrief', data: { proposalId, as, at: context.occurredAt } } as const;
    return this.onBrief(proposalId, command, context, freelancerOnly(context.actor, proposalId));
  }

  /** The contract that is born of it has a derived id, so it can be told before contracts has drafted it. */
  async accept(proposalId: string, quoteId: string | undefined, context: CommandContext): Promise<Written<AcceptedProposal>> {
    const authorise = freelancerOnly(context.actor, proposalId);
    const renewed = quoteId === undefined ? null : await this.quotes.find(quoteId);
    if (quoteId !== undefined && !renewed) throw fail('GIGS.QUOTE_EXPIRED', 'There is no such quote: ask for a new one');
    const fresh = renewed ? null : await this.freshQuote(proposalId, context);
    const command = { type: 'AcceptAward', data: { proposalId, renewed, at: context.occurredAt } } as const;
    // The old quote binds no more: the new one is shown, and acceptance asked again (gigs.md, Edge cases).
    const withQuote = (state: BriefState): void => {
      authorise(state);
      if (fresh && state.entries[proposalId]?.status === 'awarded')
        throw fail('GIGS.QUOTE_EXPIRED', 'The quote has expired: accept again with the new one', { quote: quoteAnswer(fresh) });
    };
    const written = await this.onBrief(proposalId, command, context, withQuote);
    return written.with({ contractId: bornOf(proposalId, 'contract') });
  }

  /** A new quote for a proposal whose own has run out; null while that one is valid, or where there is nothing to accept. */
  private async freshQuote(proposalId: string, context: CommandContext) {
    const { placed, briefId } = await this.placed(proposalId);
    const { state } = await this.aggregates.briefs.load(briefId);
    freelancerOnly(context.actor, proposalId)(state);
    const entry = state.entries[proposalId];
    if (entry?.status !== 'awarded' || isBefore(context.occurredAt, entry.quoteValidUntil)) return null;
    const { clientPartyId, freelancerPartyId, terms } = placed;
    const parts = terms.milestones.map(({ kind, amount }) => ({ kind, amount: amount.amount }));
    const day = context.occurredAt.slice(0, 10);
    const newId = deriveId(proposalId, 'quote', day);
    return this.quotes.bind({ quoteId: newId, clientPartyId, freelancerPartyId, currency: terms.currency, parts }, context);
  }

  private async onBrief(
    proposalId: string,
    command: BriefCommand,
    context: CommandContext,
    authorise: (state: BriefState) => void,
  ): Promise<Written> {
    const { briefId } = await this.placed(proposalId);
    return this.aggregates.briefs.handle(briefId, command, context, { authorise });
  }

  private async placed(proposalId: string) {
    const { placed } = (await this.aggregates.proposals.load(proposalId)).state;
    if (!placed) throw notFound();
    return { placed, briefId: placed.briefId };
  }
}
