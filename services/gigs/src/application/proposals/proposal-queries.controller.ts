import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { briefs, type BriefDocument } from '../../projections/briefs/briefs.projection.js';
import { proposals, type ProposalDocument } from '../../projections/proposals/proposals.projection.js';
import { notFound } from '../access/party-access.js';
import { pageOf, type Page } from '../page.js';
import { QuoteDesk } from '../quotes/quote-desk.js';
import { PageQuery } from '../shared.dto.js';
import { blindProposal, proposalView, type BlindProposal, type ProposalView } from './proposal-view.js';

class MyProposalsQuery extends PageQuery {
  @IsIn(['true'])
  readonly mine!: 'true';
}

@Controller()
export class ProposalQueriesController {
  constructor(
    @InjectReadModel(proposals) private readonly model: ReadModel<ProposalDocument>,
    @InjectReadModel(briefs) private readonly wanted: ReadModel<BriefDocument>,
    private readonly quotes: QuoteDesk,
  ) {}

  /** All proposals on an own brief side by side, newest first. */
  @Get('briefs/:briefId/proposals')
  @Allow('own party')
  @Errors('GIGS.CURSOR_INVALID')
  async onBrief(
    @Param('briefId', ParseUUIDPipe) briefId: string,
    @Query() { limit, cursor }: PageQuery,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<Page<ProposalView | BlindProposal>> {
    const brief = await this.wanted.get(briefId);
    if (brief?.clientPartyId !== partyId) throw notFound();
    const { items, ...next } = await pageOf(this.model, { briefId }, { field: 'placedAt', id: 'proposalId', limit, cursor });
    const shown = items.map(async (proposal) => blindProposal(proposal, await this.quotes.find(proposal.quoteId)));
    return { items: await Promise.all(shown), ...next };
  }

  /** Proposals of the acting party, newest first. */
  @Get('proposals')
  @Allow('own party')
  @Errors('GIGS.CURSOR_INVALID')
  async mine(@Query() { limit, cursor }: MyProposalsQuery, @Caller() { partyId }: VerifiedCaller): Promise<Page<ProposalView>> {
    const page = { field: 'placedAt', id: 'proposalId', limit, cursor };
    const { items, ...next } = await pageOf(this.model, { freelancerPartyId: partyId }, page);
    const shown = items.map(async (proposal) => proposalView(proposal, await this.quotes.find(proposal.quoteId)));
    return { items: await Promise.all(shown), ...next };
  }

  @Get('proposals/:proposalId')
  @Allow('own party', 'counterparty')
  async one(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<ProposalView | BlindProposal> {
    const proposal = await this.model.get(proposalId);
    const quote = proposal && (await this.quotes.find(proposal.quoteId));
    if (proposal?.freelancerPartyId === partyId) return proposalView(proposal, quote);
    if (proposal?.clientPartyId === partyId) return blindProposal(proposal, quote);
    throw notFound();
  }
}
