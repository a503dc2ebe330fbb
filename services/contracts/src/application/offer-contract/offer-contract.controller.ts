import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { EmptyRequest } from '../empty.request.dto.js';
import { OfferContractHandler, type OfferContractAnswer } from './offer-contract.handler.js';

@Controller(':contractId/offer')
export class OfferContractController {
  constructor(private readonly handler: OfferContractHandler) {}

  /** The client offers the drafted terms for signature. Answers the hash to sign and until when. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.CAPABILITY_MISSING',
    'CONTRACTS.TERMS_INCOMPLETE',
    'CONTRACTS.PRICING_INVALID',
    'CONTRACTS.ILLEGAL_TRANSITION',
    'CONTRACTS.SUSPENDED',
  )
  offer(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<OfferContractAnswer>> {
    return this.handler.execute(contractId, caller, context);
  }
}
