import type { CommandContext, Written } from '@guildhall/event-sourcing';
import {
  Allow,
  Caller,
  Errors,
  IdempotencyKeyRequired,
  RateLimited,
  RequestContext,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ReleasePartHandler, type ReleasePartAnswer } from './release-part.handler.js';
import { ReleasePartRequest } from './release-part.request.dto.js';

@Controller(':contractId/milestones/:milestoneId/partial-releases')
export class ReleasePartController {
  constructor(private readonly handler: ReleasePartHandler) {}

  /** The client pays a part of the hold; the rest stays on the milestone. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.MILESTONE_DISPUTED',
    'CONTRACTS.AMOUNT_EXCEEDS_HELD',
    'CONTRACTS.SUSPENDED',
  )
  release(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() request: ReleasePartRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ReleasePartAnswer>> {
    return this.handler.execute(contractId, milestoneId, request, caller, context);
  }
}
