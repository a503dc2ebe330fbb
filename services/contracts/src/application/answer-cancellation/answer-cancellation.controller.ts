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
import { AnswerCancellationHandler, type AnswerCancellationAnswer } from './answer-cancellation.handler.js';
import { AnswerCancellationRequest } from './answer-cancellation.request.dto.js';

@Controller(':contractId/cancellation-requests/:requestId/answers')
export class AnswerCancellationController {
  constructor(private readonly handler: AnswerCancellationHandler) {}

  /** The other side accepts or refuses the proposed split. */
  @Post()
  @Allow('own party', 'counterparty')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.MILESTONE_DISPUTED',
  )
  answer(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('requestId', ParseUUIDPipe) requestId: string,
    @Body() request: AnswerCancellationRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<AnswerCancellationAnswer>> {
    return this.handler.execute(contractId, requestId, request.answer, caller, context);
  }
}
