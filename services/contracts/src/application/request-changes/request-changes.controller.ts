import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { RequestChangesHandler, type RequestChangesAnswer } from './request-changes.handler.js';
import { RequestChangesRequest } from './request-changes.request.dto.js';

@Controller(':contractId/milestones/:milestoneId/change-requests')
export class RequestChangesController {
  constructor(private readonly handler: RequestChangesHandler) {}

  /** The client sends a version back, naming the criteria that it misses. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.REVISIONS_EXHAUSTED',
    'CONTRACTS.VERSION_NOT_LATEST',
    'CONTRACTS.CRITERIA_UNKNOWN',
    'CONTRACTS.SUSPENDED',
  )
  request(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() request: RequestChangesRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RequestChangesAnswer>> {
    return this.handler.execute(contractId, milestoneId, request, caller, context);
  }
}
