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
import { GiveBackHandler, type GiveBackAnswer } from './give-back.handler.js';
import { GiveBackRequest } from './give-back.request.dto.js';

@Controller(':contractId/milestones/:milestoneId/give-backs')
export class GiveBackController {
  constructor(private readonly handler: GiveBackHandler) {}

  /** The freelancer gives held or released money back. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.MILESTONE_DISPUTED',
    'CONTRACTS.AMOUNT_EXCEEDS_HELD',
    'CONTRACTS.REFUND_WINDOW_CLOSED',
  )
  give(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Body() request: GiveBackRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<GiveBackAnswer>> {
    return this.handler.execute(contractId, milestoneId, request, caller, context);
  }
}
