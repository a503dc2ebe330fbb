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
import { EmptyRequest } from '../empty.request.dto.js';
import { CancelLateHandler, type CancelLateAnswer } from './cancel-late.handler.js';

@Controller(':contractId/milestones/:milestoneId/late-cancellation')
export class CancelLateController {
  constructor(private readonly handler: CancelLateHandler) {}

  /** The client ends late work, from 24 hours after it was due; all of the hold goes back. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.NOT_YET_CANCELLABLE',
    'CONTRACTS.MILESTONE_DISPUTED',
  )
  cancel(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<CancelLateAnswer>> {
    return this.handler.execute(contractId, milestoneId, caller, context);
  }
}
