import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { AskQuoteHandler } from './ask-quote.handler.js';
import { AskQuoteRequest } from './ask-quote.request.dto.js';
import type { QuoteAnswer } from './quote.answer.js';

@Controller('quotes')
export class QuotesController {
  constructor(private readonly handler: AskQuoteHandler) {}

  /** A bound calculation: valid to the end of the seventh day, UTC, under the fee policy in force now. */
  @Post()
  @Allow('signed-in')
  @IdempotencyKeyRequired()
  @Errors('GIGS.VERSION_NOT_ON_SALE', 'GIGS.PRICING_INVALID', 'GIGS.CURRENCY_UNKNOWN', 'GIGS.AMOUNT_DIGITS')
  ask(@Body() request: AskQuoteRequest, @RequestContext() context: CommandContext): Promise<Written<QuoteAnswer>> {
    return this.handler.execute(request, context);
  }

  @Get(':quoteId')
  @Allow('own party', 'counterparty')
  quote(@Param('quoteId', ParseUUIDPipe) quoteId: string, @Caller() { partyId }: VerifiedCaller): Promise<QuoteAnswer> {
    return this.handler.of(quoteId, partyId);
  }
}
