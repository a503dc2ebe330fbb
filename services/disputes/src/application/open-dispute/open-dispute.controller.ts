import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Post } from '@nestjs/common';
import { OpenDisputeHandler, type OpenDisputeAnswer } from './open-dispute.handler.js';
import { OpenDisputeRequest } from './open-dispute.request.dto.js';

@Controller()
export class OpenDisputeController {
  constructor(private readonly handler: OpenDisputeHandler) {}

  /** A party contests an amount of one milestone. Answers until when the other side has to respond, and what its silence means. */
  @Post()
  @Allow('own party', 'counterparty')
  @IdempotencyKeyRequired()
  @Errors(
    'DISPUTES.NOT_A_PARTY',
    'DISPUTES.ACTOR_NOT_ALLOWED',
    'DISPUTES.NOTHING_DISPUTABLE',
    'DISPUTES.AMOUNT_TOO_HIGH',
    'DISPUTES.ALREADY_OPEN',
    'DISPUTES.WINDOW_CLOSED',
  )
  open(
    @Body() request: OpenDisputeRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<OpenDisputeAnswer>> {
    return this.handler.execute(request, caller, context);
  }
}
