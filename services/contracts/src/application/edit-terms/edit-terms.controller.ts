import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { EditTermsHandler, type EditTermsAnswer } from './edit-terms.handler.js';
import { clausesOf, EditTermsRequest } from './edit-terms.request.dto.js';

@Controller(':contractId/terms')
export class EditTermsController {
  constructor(private readonly handler: EditTermsHandler) {}

  /** A new version of drafted terms, by either side. Answers its version and hash. */
  @Post()
  @Allow('own party', 'counterparty')
  @Errors(
    'CONTRACTS.NOT_A_PARTY',
    'CONTRACTS.ACTOR_NOT_ALLOWED',
    'CONTRACTS.SELF_DEALING',
    'CONTRACTS.PRICING_INVALID',
    'CONTRACTS.TERMS_LOCKED',
    'CONTRACTS.SUSPENDED',
  )
  edit(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Body() request: EditTermsRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<EditTermsAnswer>> {
    return this.handler.execute(contractId, clausesOf(request), caller, context);
  }
}
