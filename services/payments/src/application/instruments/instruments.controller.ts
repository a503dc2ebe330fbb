import type { CommandContext, ReadModel, Written } from '@guildhall/event-sourcing';
import {
  Allow,
  Caller,
  Errors,
  IdempotencyKeyRequired,
  InjectReadModel,
  RateLimited,
  RequestContext,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { methods, type MethodsDocument } from '../../projections/methods/methods.projection.js';
import { ownPartyOnly, spendingFor } from '../access.js';
import { AddInstrumentRequest } from './add-instrument.request.dto.js';
import { InstrumentsHandler, type AddedInstrument } from './instruments.handler.js';

type InstrumentView = Readonly<{ instrumentId: string; method: string; country: string; default: boolean }>;

@Controller('parties/:partyId/instruments')
export class InstrumentsController {
  constructor(
    private readonly handler: InstrumentsHandler,
    @InjectReadModel(methods) private readonly model: ReadModel<MethodsDocument>,
  ) {}

  /** Has the provider check an instrument; the first one becomes the default. Told as `PayerValidated`. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors('PAYMENTS.INSTRUMENT_REFUSED')
  add(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Body() request: AddInstrumentRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<AddedInstrument>> {
    spendingFor(caller, partyId);
    return this.handler.add(partyId, request, context);
  }

  @Get()
  @Allow('own party')
  async list(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly InstrumentView[] }>> {
    ownPartyOnly(caller, partyId);
    const document = await this.model.get(partyId);
    const items = (document?.instruments ?? []).map(({ instrumentId, method, country }) => ({
      instrumentId,
      method,
      country,
      default: instrumentId === document?.defaultInstrumentId,
    }));
    return { items };
  }

  /** Chooses what fundings are charged to. */
  @Post(':instrumentId/default')
  @HttpCode(200)
  @Allow('own party')
  @Errors('PAYMENTS.HOLD_NOT_FOUND')
  choose(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Param('instrumentId', ParseUUIDPipe) instrumentId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    spendingFor(caller, partyId);
    return this.handler.choose(partyId, instrumentId, context);
  }
}
