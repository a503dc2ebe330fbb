import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { demandActingSeat } from '../access/party-access.js';
import { ReasonRequest } from '../shared.dto.js';
import { DraftGigRequest, GigVersionRequest } from './draft-gig.request.dto.js';
import { GigActsHandler, type DraftedVersion, type SubmittedVersion } from './gig-acts.handler.js';

@Controller('gigs')
export class GigActsController {
  constructor(private readonly handler: GigActsHandler) {}

  @Post()
  @Allow('signed-in')
  @IdempotencyKeyRequired()
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.POST_HELD', 'GIGS.TOO_MANY_PACKAGES', 'GIGS.PRICING_INVALID', 'GIGS.AMOUNT_DIGITS', 'GIGS.CURRENCY_UNKNOWN', 'GIGS.SKILL_UNKNOWN') // prettier-ignore
  draft(
    @Body() request: DraftGigRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<DraftedVersion>> {
    demandActingSeat(caller);
    return this.handler.draft(request.gigId ?? createdId(context.commandId, 'gig'), 'new', request, context);
  }

  /** The next version; the one on sale stays on sale until this one is published. */
  @Post(':gigId/drafts')
  @Allow('own party')
  @IdempotencyKeyRequired()
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.POST_HELD', 'GIGS.TOO_MANY_PACKAGES', 'GIGS.PRICING_INVALID', 'GIGS.AMOUNT_DIGITS', 'GIGS.CURRENCY_UNKNOWN', 'GIGS.SKILL_UNKNOWN') // prettier-ignore
  edit(
    @Param('gigId', ParseUUIDPipe) gigId: string,
    @Body() request: GigVersionRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<DraftedVersion>> {
    demandActingSeat(caller);
    return this.handler.draft(gigId, 'existing', request, context);
  }

  @Post(':gigId/submissions')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.POST_HELD', 'GIGS.CAPABILITY_MISSING')
  submit(
    @Param('gigId', ParseUUIDPipe) gigId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<SubmittedVersion>> {
    demandActingSeat(caller);
    return this.handler.submit(gigId, context);
  }

  @Post(':gigId/pauses')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION')
  pause(
    @Param('gigId', ParseUUIDPipe) gigId: string,
    @Body() { reasonCode = 'own_wish' }: ReasonRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.pause(gigId, reasonCode, context);
  }

  @Post(':gigId/resumes')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.CAPABILITY_MISSING')
  resume(
    @Param('gigId', ParseUUIDPipe) gigId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.resume(gigId, context);
  }

  @Post(':gigId/archives')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION')
  archive(
    @Param('gigId', ParseUUIDPipe) gigId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    return this.handler.archive(gigId, context);
  }
}
