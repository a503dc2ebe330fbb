import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { parties, sideOfCaller } from '../access.js';
import { DisputeStreams } from '../dispute-streams.js';
import { EmptyRequest } from '../empty.request.dto.js';
import { MakeOfferHandler, type MadeOffer } from './make-offer.handler.js';
import { MakeOfferRequest } from './make-offer.request.dto.js';

@Controller(':disputeId/offers')
export class MakeOfferController {
  constructor(
    private readonly handler: MakeOfferHandler,
    private readonly streams: DisputeStreams,
  ) {}

  /** Offers a share to the freelancer, openly or under seal. Offers of both sides that cross settle at their midpoint. */
  @Post()
  @Allow('own party', 'counterparty')
  @IdempotencyKeyRequired()
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION', 'DISPUTES.OFFER_OUT_OF_RANGE')
  offer(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() request: MakeOfferRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<MadeOffer>> {
    return this.handler.execute(disputeId, request, caller, context);
  }

  /** Accepts an open offer of the other side; it is paid at once. */
  @Post(':offerId/acceptances')
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION', 'DISPUTES.SEALED')
  async accept(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Param('offerId', ParseUUIDPipe) offerId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const side = sideOfCaller(await this.streams.dispute(disputeId), caller);
    const command = { type: 'AcceptOffer', data: { offerId, side } } as const;
    return this.streams.disputes.handle(disputeId, command, context, { authorise: parties(caller) });
  }
}
