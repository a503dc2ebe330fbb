import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { demandActingSeat } from '../access/party-access.js';
import { AcceptAwardRequest } from './place-proposal.request.dto.js';
import { ProposalActsHandler, type AcceptedProposal } from './proposal-acts.handler.js';

@Controller('proposals/:proposalId')
export class ProposalActsController {
  constructor(private readonly handler: ProposalActsHandler) {}

  @Post('shortlists')
  @HttpCode(200)
  @Allow('counterparty')
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.BRIEF_CLOSED', 'GIGS.POST_HELD')
  shortlist(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.byClient('Shortlist', proposalId, context);
  }

  @Post('awards')
  @HttpCode(200)
  @Allow('counterparty')
  @IdempotencyKeyRequired()
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.BRIEF_CLOSED', 'GIGS.POST_HELD', 'GIGS.AWARD_TAKEN', 'GIGS.CAPABILITY_MISSING')
  award(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.award(proposalId, context);
  }

  @Post('award-revocations')
  @HttpCode(200)
  @Allow('counterparty')
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.BRIEF_CLOSED', 'GIGS.POST_HELD')
  revoke(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.byClient('TakeAwardBack', proposalId, context);
  }

  /** Answers the id of the contract that is drafted next. An expired quote answers 409 with a new one: send its `quoteId`. */
  @Post('acceptances')
  @Allow('own party')
  @IdempotencyKeyRequired()
  @Errors(
    'GIGS.ILLEGAL_TRANSITION',
    'GIGS.BRIEF_CLOSED',
    'GIGS.POST_HELD',
    'GIGS.AWARD_TAKEN',
    'GIGS.QUOTE_EXPIRED',
    'GIGS.CURRENCY_UNKNOWN',
  )
  accept(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Body() { quoteId }: AcceptAwardRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<AcceptedProposal>> {
    demandActingSeat(caller);
    return this.handler.accept(proposalId, quoteId, context);
  }

  @Post('declines')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION')
  decline(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.leave('declined', proposalId, context);
  }

  @Post('retractions')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION')
  retract(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.leave('retracted', proposalId, context);
  }
}
