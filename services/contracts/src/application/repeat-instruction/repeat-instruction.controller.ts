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
import { RepeatInstructionHandler, type RepeatInstructionAnswer } from './repeat-instruction.handler.js';
import { RepeatInstructionRequest } from './repeat-instruction.request.dto.js';

@Controller(':contractId/milestones/:milestoneId/instructions/:instructionId/repeats')
export class RepeatInstructionController {
  constructor(private readonly handler: RepeatInstructionHandler) {}

  /** An operator gives a refused money instruction again, under a new id and with a reason. */
  @Post()
  @Allow('operator')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors('CONTRACTS.NOT_A_PARTY', 'CONTRACTS.INSTRUCTION_NOT_REFUSED', 'CONTRACTS.AMOUNT_EXCEEDS_HELD')
  repeat(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Param('milestoneId', ParseUUIDPipe) milestoneId: string,
    @Param('instructionId', ParseUUIDPipe) instructionId: string,
    @Body() request: RepeatInstructionRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RepeatInstructionAnswer>> {
    return this.handler.execute(contractId, milestoneId, instructionId, request.reason, caller, context);
  }
}
