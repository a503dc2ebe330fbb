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
import { RequestFundingHandler, type RequestFundingAnswer } from './request-funding.handler.js';

@Controller(':contractId/milestones/:milestoneId/funding-requests')
export class RequestFundingController {
  constructor(private readonly handler: RequestFundingHandler) {}

  /** The client asks for a later milestone to be funded; payments collects it until `payBy`. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.SUSPENDED',
  )
  request(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RequestFundingAnswer>> {
    return this.handler.execute(contractId, milestoneId, caller, context);
  }
}
