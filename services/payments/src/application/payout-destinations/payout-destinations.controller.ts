import type { CommandContext, ReadModel, Written } from '@guildhall/event-sourcing';
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
import { Body, Controller, Get, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { MethodEvent } from '../../domain/method/method.events.js';
import { methods, type DestinationItem, type MethodsDocument } from '../../projections/methods/methods.projection.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../../provider/payment-provider.port.js';
import { ownPartyOnly, withdrawingFor } from '../access.js';
import { MoneyStreams } from '../money-streams.js';
import { ChangeDestinationRequest } from './change-destination.request.dto.js';

type ChangedDestination = Readonly<{ destinationId: string; usableFrom: string }>;

@Controller('parties/:partyId/payout-destinations')
export class PayoutDestinationsController {
  constructor(
    private readonly streams: MoneyStreams,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
    @InjectReadModel(methods) private readonly model: ReadModel<MethodsDocument>,
  ) {}

  /** Sets where payouts go; usable after the cool-down of 72 hours. Told as `PayoutDestinationChanged`. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @StepUp()
  @RateLimited('money')
  @Errors('PAYMENTS.STEP_UP_REQUIRED', 'PAYMENTS.INSTRUMENT_REFUSED')
  async change(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Body() { testToken, method, country }: ChangeDestinationRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ChangedDestination>> {
    withdrawingFor(caller, partyId);
    const made = await this.provider.addDestination(context.commandId, { partyId, testToken, method, country });
    const data = { partyId, ...made, at: context.occurredAt };
    const written = await this.streams.methods.handle(partyId, { type: 'ChangeDestination', data }, context);
    const [changed] = written.events as readonly Readonly<{ data: MethodEvent['data'] }>[];
    const usableFrom = changed && 'usableFrom' in changed.data ? changed.data.usableFrom : context.occurredAt;
    return written.with({ destinationId: made.destinationId, usableFrom });
  }

  @Get()
  @Allow('own party')
  async list(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly DestinationItem[] }>> {
    ownPartyOnly(caller, partyId);
    return { items: (await this.model.get(partyId))?.destinations ?? [] };
  }
}
