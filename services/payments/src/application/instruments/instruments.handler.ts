import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Inject, Injectable } from '@nestjs/common';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../../provider/payment-provider.port.js';
import { MoneyStreams } from '../money-streams.js';
import type { AddInstrumentRequest } from './add-instrument.request.dto.js';

export type AddedInstrument = Readonly<{ instrumentId: string; method: string; checkKind: string }>;

@Injectable()
export class InstrumentsHandler {
  constructor(
    private readonly streams: MoneyStreams,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
  ) {}

  /** The provider checks under the command's id, so a repeat meets the first check and its instrument. */
  async add(partyId: string, request: AddInstrumentRequest, context: CommandContext): Promise<Written<AddedInstrument>> {
    const { testToken, holderName, country } = request;
    const checked = await this.provider.addInstrument(context.commandId, { partyId, testToken, holderName, country });
    const written = await this.streams.methods.handle(partyId, { type: 'AddInstrument', data: { partyId, ...checked } }, context);
    const { instrumentId, method, checkKind } = checked;
    return written.with({ instrumentId, method, checkKind });
  }

  choose(partyId: string, instrumentId: string, context: CommandContext): Promise<Written> {
    return this.streams.methods.handle(partyId, { type: 'ChooseInstrument', data: { partyId, instrumentId } }, context);
  }
}
