import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { RequestCancellationHandler, type RequestCancellationAnswer } from './request-cancellation.handler.js';
import { RequestCancellationRequest } from './request-cancellation.request.dto.js';

@Controller(':contractId/cancellation-requests')
export class RequestCancellationController {
  constructor(private readonly handler: RequestCancellationHandler) {}

  /** Either side proposes to end the contract, with a split for each milestone that holds unapproved money. */
  @Post()
  @Allow('own party', 'counterparty')
  @IdempotencyKeyRequired()
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.SPLIT_DOES_NOT_SUM',
    'CONTRACTS.MILESTONE_DISPUTED',
  )
  request(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Body() request: RequestCancellationRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RequestCancellationAnswer>> {
    return this.handler.execute(contractId, request, caller, context);
  }
}
