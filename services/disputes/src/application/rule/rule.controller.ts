import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { handlers, seniors } from '../access.js';
import { RuleHandler, type RuleAnswer } from './rule.handler.js';
import { RulingRequest } from './ruling.request.dto.js';

@Controller(':disputeId')
export class RuleController {
  constructor(private readonly handler: RuleHandler) {}

  /** The arbitrator of the case rules; the split is ordered at the end of the window that is answered. */
  @Post('rulings')
  @Allow('arbitrator')
  @IdempotencyKeyRequired()
  @Errors(
    'DISPUTES.NOT_A_PARTY',
    'DISPUTES.ACTOR_NOT_ALLOWED',
    'DISPUTES.ILLEGAL_TRANSITION',
    'DISPUTES.SPLIT_DOES_NOT_SUM',
    'DISPUTES.REASONS_MISSING',
    'DISPUTES.CONFLICT_OF_INTEREST',
  )
  rule(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() request: RulingRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RuleAnswer>> {
    return this.handler.execute('Rule', disputeId, request, caller, context, handlers(caller));
  }

  /** An operator decides what has come to the senior queue: after 60 days, or where no proposal was ever made. */
  @Post('forced-decisions')
  @Allow('operator')
  @IdempotencyKeyRequired()
  @Errors(
    'DISPUTES.NOT_A_PARTY',
    'DISPUTES.ILLEGAL_TRANSITION',
    'DISPUTES.SPLIT_DOES_NOT_SUM',
    'DISPUTES.REASONS_MISSING',
    'DISPUTES.CONFLICT_OF_INTEREST',
  )
  force(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() request: RulingRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RuleAnswer>> {
    return this.handler.execute('ForceDecision', disputeId, request, caller, context, seniors(caller));
  }
}
