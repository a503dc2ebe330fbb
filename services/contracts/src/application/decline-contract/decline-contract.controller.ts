import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { DeclineContractHandler } from './decline-contract.handler.js';
import { DeclineContractRequest } from './decline-contract.request.dto.js';

@Controller(':contractId/decline')
export class DeclineContractController {
  constructor(private readonly handler: DeclineContractHandler) {}

  /** Either side ends a contract that is not signed: the client withdraws, the freelancer declines. */
  @Post()
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('CONTRACTS.NOT_A_PARTY', 'CONTRACTS.ACTOR_NOT_ALLOWED', 'CONTRACTS.ILLEGAL_TRANSITION')
  decline(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Body() request: DeclineContractRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    return this.handler.execute(contractId, request, caller, context);
  }
}
