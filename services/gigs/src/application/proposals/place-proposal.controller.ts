import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { demandActingSeat } from '../access/party-access.js';
import { PlaceProposalHandler } from './place-proposal.handler.js';
import { PlaceProposalRequest } from './place-proposal.request.dto.js';
import type { Money, Instant } from '@guildhall/kernel';

@Controller('briefs/:briefId/proposals')
export class PlaceProposalController {
  constructor(private readonly handler: PlaceProposalHandler) {}

  /** Answers the quote that binds: what the client pays, what the freelancer gets. */
  @Post()
  @Allow('signed-in')
  @IdempotencyKeyRequired()
  @Errors(
    'GIGS.BRIEF_CLOSED',
    'GIGS.POST_HELD',
    'GIGS.OWN_POST',
    'GIGS.ALREADY_PROPOSED',
    'GIGS.PROPOSAL_LIMIT',
    'GIGS.CAPABILITY_MISSING',
    'GIGS.CLAUSE_UNKNOWN',
    'GIGS.PRICING_INVALID',
    'GIGS.AMOUNT_DIGITS',
    'GIGS.CURRENCY_UNKNOWN',
    'GIGS.QUOTE_EXPIRED',
    'GIGS.OFF_PLATFORM_CONTACT',
  )
  place(
    @Param('briefId', ParseUUIDPipe) briefId: string,
    @Body() request: PlaceProposalRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<
    Written<
      Readonly<{
        quote?: {
          quoteId: string;
          clientPartyId: string;
          freelancerPartyId: string;
          amount: Money;
          relationshipTotal: Money;
          clientFee: Money;
          clientTotal: Money;
          freelancerFee: Money;
          freelancerNet: Money;
          policyVersion: string;
          validUntil: Instant;
        };
        proposalId: string;
      }>
    >
  > {
    demandActingSeat(caller);
    return this.handler.execute(briefId, request, context);
  }
}
