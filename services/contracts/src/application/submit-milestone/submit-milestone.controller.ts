import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { SubmitMilestoneHandler, type SubmitMilestoneAnswer } from './submit-milestone.handler.js';
import { SubmitMilestoneRequest } from './submit-milestone.request.dto.js';

@Controller(':contractId/milestones/:milestoneId/submissions')
export class SubmitMilestoneController {
  constructor(private readonly handler: SubmitMilestoneHandler) {}

  /** The freelancer hands in the next version; the auto-approval clock starts with it. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.MILESTONE_NOT_FUNDED',
    'CONTRACTS.SUSPENDED',
  )
  submit(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() request: SubmitMilestoneRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<SubmitMilestoneAnswer>> {
    return this.handler.execute(contractId, milestoneId, request, caller, context);
  }
}
