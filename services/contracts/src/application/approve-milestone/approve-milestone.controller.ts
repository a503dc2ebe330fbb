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
import { ApproveMilestoneHandler, type ApproveMilestoneAnswer } from './approve-milestone.handler.js';
import { ApproveMilestoneRequest } from './approve-milestone.request.dto.js';

@Controller(':contractId/milestones/:milestoneId/approvals')
export class ApproveMilestoneController {
  constructor(private readonly handler: ApproveMilestoneHandler) {}

  /** The client approves a version by its hash: what is held is released, or the amount named, the rest refunded. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.VERSION_NOT_LATEST',
    'CONTRACTS.HASH_MISMATCH',
    'CONTRACTS.MILESTONE_DISPUTED',
    'CONTRACTS.AMOUNT_EXCEEDS_HELD',
    'CONTRACTS.SUSPENDED',
  )
  approve(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() request: ApproveMilestoneRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ApproveMilestoneAnswer>> {
    return this.handler.execute(contractId, milestoneId, request, caller, context);
  }
}
