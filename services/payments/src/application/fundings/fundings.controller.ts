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
import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { fail } from '../../domain/payments.errors.js';
import { escrows, type EscrowDocument } from '../../projections/escrows/escrows.projection.js';
import { fundings, type FundingDocument } from '../../projections/fundings/fundings.projection.js';
import { RetryFundingRequest } from './retry-funding.request.dto.js';
import { RetryFundingHandler, type RetryFundingAnswer } from './retry-funding.handler.js';

type FundingView = Omit<FundingDocument, 'openedAt'>;

const viewOf = (document: FundingDocument): FundingView => {
  const { fundingId, contractId, clientPartyId, state, total, clientFee, lines, payBy, attempts } = document;
  return { fundingId, contractId, clientPartyId, state, total, clientFee, lines, payBy, attempts };
};

const clientOrOperator = (caller: VerifiedCaller, clientPartyId: string | undefined): void => {
  if (caller.roles.includes('operator') || caller.partyId === clientPartyId) return;
  throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such funding, or not yours');
};

@Controller()
export class FundingsController {
  constructor(
    private readonly handler: RetryFundingHandler,
    @InjectReadModel(fundings) private readonly model: ReadModel<FundingDocument>,
    @InjectReadModel(escrows) private readonly contracts: ReadModel<EscrowDocument>,
  ) {}

  @Get('contracts/:contractId/fundings')
  @Allow('own party', 'operator')
  @Errors('PAYMENTS.HOLD_NOT_FOUND')
  async ofContract(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly FundingView[] }>> {
    clientOrOperator(caller, (await this.contracts.get(contractId))?.clientPartyId);
    const found = await this.model.find({ contractId }, { sort: { openedAt: 1 } });
    return { items: found.map(viewOf) };
  }

  @Get('fundings/:fundingId')
  @Allow('own party', 'operator')
  @Errors('PAYMENTS.HOLD_NOT_FOUND')
  async show(@Param('fundingId', ParseUUIDPipe) fundingId: string, @Caller() caller: VerifiedCaller): Promise<FundingView> {
    const document = await this.model.get(fundingId);
    clientOrOperator(caller, document?.clientPartyId);
    if (!document) throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such funding, or not yours');
    return viewOf(document);
  }

  /** Charges a failed funding again, with any instrument of the client, until `payBy`. */
  @Post('fundings/:fundingId/retries')
  @Allow('own party')
  @IdempotencyKeyRequired()
  @RateLimited('money')
  @Errors(
    'PAYMENTS.HOLD_NOT_FOUND',
    'PAYMENTS.CAPABILITY_MISSING',
    'PAYMENTS.ILLEGAL_TRANSITION',
    'PAYMENTS.QUOTE_EXPIRED',
    'PAYMENTS.CURRENCY_RETIRED',
  )
  retry(
    @Param('fundingId', ParseUUIDPipe) fundingId: string,
    @Body() { instrumentId }: RetryFundingRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RetryFundingAnswer>> {
    return this.handler.execute(fundingId, instrumentId, caller, context);
  }
}
