import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { SignContractHandler, type SignContractAnswer } from './sign-contract.handler.js';
import { SignContractRequest } from './sign-contract.request.dto.js';

@Controller(':contractId/signatures')
export class SignContractController {
  constructor(private readonly handler: SignContractHandler) {}

  /** The client signs first, then the freelancer; above 5,000 USD, or its equal, with a fresh password. */
  @Post()
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.TERMS_HASH_MISMATCH',
    'CONTRACTS.OFFER_EXPIRED',
    'CONTRACTS.CAPABILITY_MISSING',
    'CONTRACTS.STEP_UP_REQUIRED',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.SUSPENDED',
  )
  sign(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Body() { termsHash }: SignContractRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<SignContractAnswer>> {
    return this.handler.execute(contractId, termsHash, caller, context);
  }
}
