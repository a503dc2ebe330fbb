import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { EmptyRequest } from '../empty.request.dto.js';
import { StartMilestoneHandler } from './start-milestone.handler.js';

@Controller(':contractId/milestones/:milestoneId/start')
export class StartMilestoneController {
  constructor(private readonly handler: StartMilestoneHandler) {}

  /** The freelancer starts work that is funded. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.MILESTONE_NOT_FUNDED',
    'CONTRACTS.SUSPENDED',
  )
  start(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    return this.handler.execute(contractId, milestoneId, caller, context);
  }
}
