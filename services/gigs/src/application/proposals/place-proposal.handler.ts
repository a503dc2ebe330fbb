import { ReadModelUnavailable, type CommandContext, type ReadModel, type Written } from '@guildhall/event-sourcing';
import { actingParty, createdId, deriveId, type Money, type Instant } from '@guildhall/kernel';
import { InjectReadModel } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { BoundQuote } from '../../domain/brief/brief.commands.js';
import type { BriefEvent } from '../../domain/brief/brief.events.js';
import type { BriefState } from '../../domain/brief/brief.state.js';
import { fail } from '../../domain/gigs.errors.js';
import policy from '../../domain/policies/gigs-v1.json' with { type: 'json' };
import { demandTerms } from '../../domain/pricing.js';
import { proposals, type ProposalDocument } from '../../projections/proposals/proposals.projection.js';
import { notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { PostDesk } from '../posts/post-desk.js';
import { quoteAnswer } from '../quotes/quote.answer.js';
import { QuoteDesk } from '../quotes/quote-desk.js';
import type { PlaceProposalRequest } from './place-proposal.request.dto.js';
import { ProposalFollower } from './proposal-follower.js';

export type PlaceProposalAnswer = Readonly<{
  quote?: {
    quoteId: string;
    clientPartyId: string;
    freelancerPartyId: string;
    amount: Money;
    relationshipTotal: Money;
    clientFee: Money;
    clientTotal: Money;
    freelancerFee: Money;
    freelancerNet: Money;
    policyVersion: string;
    validUntil: Instant;
  };
  proposalId: string;
}>;

type Terms = PlaceProposalRequest['terms'] & { currency: string };

@Injectable()
export class PlaceProposalHandler {
  constructor(
    private readonly aggregates: GigsAggregates,
    private readonly quotes: QuoteDesk,
    private readonly posts: PostDesk,
    private readonly follower: ProposalFollower,
    @InjectReadModel(proposals) private readonly model: ReadModel<ProposalDocument>,
  ) {}

  async execute(briefId: string, request: PlaceProposalRequest, context: CommandContext): Promise<Written<PlaceProposalAnswer>> {
    const freelancerPartyId = actingParty(context.actor);
    const proposalId = request.proposalId ?? createdId(context.commandId, 'proposal');
    const { state: brief } = await this.aggregates.briefs.load(briefId);
    visibleTo(freelancerPartyId)(brief);
    const terms = { ...request.terms, currency: request.terms.price.currency };
    const standing = await this.posts.standing(freelancerPartyId, 'propose');
    const today = await this.placedToday(freelancerPartyId, context.occurredAt);
    const quote = await this.quoteOf(request, proposalId, { brief, freelancerPartyId, terms, context });
    const data = {
      proposalId,
      freelancerPartyId,
      authorAccountId: context.actor.id,
      coverNote: request.coverNote,
      at: context.occurredAt,
      terms,
      quote,
      standing,
    };
    // Judged after the repeat is looked for: the twentieth proposal of the day can be sent again.
    const authorise = (state: BriefState): void => {
      visibleTo(freelancerPartyId)(state);
      if (today >= policy.proposalDailyMax)
        throw fail('GIGS.PROPOSAL_LIMIT', `At most ${policy.proposalDailyMax} proposals a day`, {
          limit: policy.proposalDailyMax,
        });
    };
    const written = await this.aggregates.briefs.handle(briefId, { type: 'EnterProposal', data }, context, { authorise });
    await this.follower.follow(written.events, context);
    const [entered] = written.events as readonly BriefEvent[];
    const quoteId = entered?.type === 'ProposalEntered' ? entered.data.quoteId : quote.quoteId;
    const bound = await this.quotes.find(quoteId);
    return written.with({ proposalId, ...(bound && { quote: quoteAnswer(bound) }) });
  }

  /** The limit a day is soft: counted on the read model, and not at all while that is being rebuilt. */
  private async placedToday(freelancerPartyId: string, at: string): Promise<number> {
    try {
      return await this.model.count({ freelancerPartyId, placedOn: at.slice(0, 10) });
    } catch (error) {
      if (error instanceof ReadModelUnavailable) return 0;
      throw error;
    }
  }

  private async quoteOf(
    { quoteId }: PlaceProposalRequest,
    proposalId: string,
    {
      brief,
      freelancerPartyId,
      terms,
      context,
    }: { brief: BriefState; freelancerPartyId: string; terms: Terms; context: CommandContext },
  ): Promise<BoundQuote> {
    const clientPartyId = brief.draft?.clientPartyId ?? '';
    if (quoteId !== undefined) {
      const known = await this.quotes.find(quoteId);
      if (!known) throw fail('GIGS.QUOTE_EXPIRED', 'There is no such quote: ask for a new one');
      return known;
    }
    // Refused before they are priced, with the code that fits.
    demandTerms({ roleId: brief.draft?.roleId ?? '', ...terms }, context.occurredAt);
    const parts = terms.milestones.map(({ kind, amount }) => ({ kind, amount: amount.amount }));
    const ownId = deriveId(proposalId, 'quote');
    return this.quotes.bind({ quoteId: ownId, clientPartyId, freelancerPartyId, currency: terms.currency, parts }, context);
  }
}

/** Drafts, held and denied briefs exist for their client only. */
const visibleTo =
  (partyId: string) =>
  ({ draft, status }: BriefState): void => {
    const shown = status === 'open' || status === 'closed' || draft?.clientPartyId === partyId;
    if (!draft || !shown) throw notFound();
  };
