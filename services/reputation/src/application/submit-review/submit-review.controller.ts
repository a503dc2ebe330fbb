import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { SubmitReviewHandler, type SealedReview } from './submit-review.handler.js';
import { SubmitReviewRequest } from './submit-review.request.dto.js';

@Controller('contracts/:contractId/reviews')
export class SubmitReviewController {
  constructor(private readonly handler: SubmitReviewHandler) {}

  /** Seals a review of the other side, or seals it again with another content until both are in. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @Errors(
    'REPUTATION.NOT_ELIGIBLE',
    'REPUTATION.WINDOW_CLOSED',
    'REPUTATION.ALREADY_REVEALED',
    'REPUTATION.ILLEGAL_TRANSITION',
    'REPUTATION.DIMENSION_MISSING',
    'REPUTATION.RATING_RANGE',
    'REPUTATION.CONTACT_DATA',
  )
  submit(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Body() request: SubmitReviewRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<SealedReview>> {
    return this.handler.execute(contractId, request, caller, context);
  }
}
