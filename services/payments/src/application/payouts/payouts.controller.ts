import type { CommandContext, ReadModel, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import {
  Allow,
  Caller,
  Errors,
  IdempotencyKeyRequired,
  InjectReadModel,
  RateLimited,
  RequestContext,
  StepUp,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { fail } from '../../domain/payments.errors.js';
import { payouts, type PayoutDocument } from '../../projections/payouts/payouts.projection.js';
import { ownPartyOnly, withdrawingFor } from '../access.js';
import { moneyOf } from '../money.request.dto.js';
import { CreatePayoutHandler, type CreatePayoutAnswer } from './create-payout.handler.js';
import { CreatePayoutRequest } from './create-payout.request.dto.js';

@Controller()
export class PayoutsController {
  constructor(
    private readonly handler: CreatePayoutHandler,
    @InjectReadModel(payouts) private readonly model: ReadModel<PayoutDocument>,
  ) {}

  /** Pays out of the available balance to the destination in use. */
  @Post('parties/:partyId/payouts')
  @Allow('own party')
  @IdempotencyKeyRequired()
  @StepUp()
  @RateLimited('money')
  @Errors(
    'PAYMENTS.AMOUNT_INVALID',
    'PAYMENTS.STEP_UP_REQUIRED',
    'PAYMENTS.CAPABILITY_MISSING',
    'PAYMENTS.DESTINATION_COOLING_DOWN',
    'PAYMENTS.INSUFFICIENT_AVAILABLE',
    'PAYMENTS.CURRENCY_RETIRED',
    'PAYMENTS.ILLEGAL_TRANSITION',
  )
  create(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Body() { payoutId, amount }: CreatePayoutRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<CreatePayoutAnswer>> {
    withdrawingFor(caller, partyId);
    const id = payoutId ?? createdId(context.commandId, 'payout');
    return this.handler.execute(partyId, id, moneyOf(amount), context);
  }

  @Get('parties/:partyId/payouts')
  @Allow('own party')
  async list(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly PayoutDocument[] }>> {
    ownPartyOnly(caller, partyId);
    const found = await this.model.find({ partyId }, { sort: { createdAt: -1 } });
    return { items: found.map(({ _id, ...payout }) => payout) };
  }

  @Get('payouts/:payoutId')
  @Allow('own party', 'operator')
  @Errors('PAYMENTS.HOLD_NOT_FOUND')
  async show(@Param('payoutId', ParseUUIDPipe) payoutId: string, @Caller() caller: VerifiedCaller): Promise<PayoutDocument> {
    const payout = await this.model.get(payoutId);
    if (payout && (caller.roles.includes('operator') || payout.partyId === caller.partyId)) return payout;
    throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such payout, or not yours');
  }
}
