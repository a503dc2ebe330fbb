import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { demandActingSeat } from '../access/party-access.js';
import { OrderPackageHandler, type OrderPackageAnswer } from './order-package.handler.js';
import { OrderPackageRequest } from './order-package.request.dto.js';

@Controller('gigs/:gigId/orders')
export class OrderPackageController {
  constructor(private readonly handler: OrderPackageHandler) {}

  @Post()
  @Allow('signed-in')
  @IdempotencyKeyRequired()
  @Errors(
    'GIGS.VERSION_NOT_ON_SALE',
    'GIGS.OWN_POST',
    'GIGS.CAPABILITY_MISSING',
    'GIGS.PRICING_INVALID',
    'GIGS.CURRENCY_UNKNOWN',
    'GIGS.AMOUNT_DIGITS',
    'GIGS.QUOTE_EXPIRED',
  )
  order(
    @Param('gigId', ParseUUIDPipe) gigId: string,
    @Body() request: OrderPackageRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<OrderPackageAnswer>> {
    demandActingSeat(caller);
    return this.handler.execute(gigId, request, context);
  }
}
