import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId, minorOf, type Money } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { MoneyStreams } from '../../application/money-streams.js';
import type { FundingCommand } from '../../domain/funding/funding.commands.js';
import { spendingRestrictions } from '../../domain/party/party.decider.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from '../../provider/payment-provider.port.js';
import { referenceOf } from '../../provider/references.js';
import type { AskCapture, AskCharge, ReturnLateCharge, StartCharge, VoidCharge } from '../orders.js';

/** An own id for a further command of one order: the order's id names its own stream's command only. */
const further = (context: CommandContext, step: string): CommandContext => ({
  ...context,
  commandId: deriveId(context.commandId, step),
});

/**
 * Charges at the provider. The stream is the effect ledger: an effect was claimed there before, and is passed only while the stream has
 * no answer, so that neither a replay nor a lost checkpoint asks again. The provider gets the claim's id as its idempotency key.
 */
@Injectable()
export class ChargeEffects {
  constructor(
    private readonly streams: MoneyStreams,
    @Inject(PAYMENT_PROVIDER) private readonly provider: PaymentProvider,
  ) {}

  /** Picks the default instrument of the client; a party that may not spend is not charged. */
  async start({ data: { fundingId, clientPartyId } }: StartCharge, context: CommandContext): Promise<void> {
    const [method, party] = await Promise.all([
      this.streams.methods.load(clientPartyId),
      this.streams.parties.load(clientPartyId),
    ]);
    const instrumentId = method.state.defaultInstrumentId;
    const attempt = 1;
    const refusal = (reasonCode: string) => ({ type: 'RefuseCharge' as const, data: { attempt, reasonCode } });
    const command = (): FundingCommand => {
      if (spendingRestrictions(party.state).length > 0) return refusal('payer_restricted');
      return instrumentId ? { type: 'ClaimCharge', data: { instrumentId, attempt } } : refusal('no_instrument');
    };
    await this.streams.fundings.handle(fundingId, command(), context);
  }

  async authorise({ data }: AskCharge, context: CommandContext): Promise<void> {
    const { fundingId, attempt, reference: effectId, instrumentId, amount } = data;
    const { state } = await this.streams.fundings.load(fundingId);
    if (state.status !== 'charging' || state.attempt !== attempt) return;
    const reference = referenceOf({ kind: 'charge', fundingId, attempt });
    const charge = await this.provider.authorise(effectId, { instrumentId, amount, reference });
    if (charge.status === 'refused' || charge.status === 'voided') {
      const reasonCode = charge.refusalCode ?? 'charge_voided';
      await this.streams.fundings.handle(fundingId, { type: 'RefuseCharge', data: { attempt, reasonCode } }, context);
      return;
    }
    await this.noteAuthorised(fundingId, attempt, charge, context);
  }

  /** The provider's word that a charge stands, by answer or webhook: the funding says whether it still wants it. */
  async noteAuthorised(
    fundingId: string,
    attempt: number,
    { chargeId, amount }: Readonly<{ chargeId: string; amount: Money }>,
    context: CommandContext,
  ): Promise<void> {
    const data = { attempt, chargeId, provider: this.provider.name, amount };
    await this.streams.fundings.handle(fundingId, { type: 'AuthoriseCharge', data }, context);
  }

  async capture({ data }: AskCapture, context: CommandContext): Promise<void> {
    const { fundingId, attempt, clientPartyId: partyId, chargeId, provider, amount, at } = data;
    const [funding, wallet] = await Promise.all([this.streams.fundings.load(fundingId), this.streams.wallets.load(partyId)]);
    if (funding.state.status !== 'held' || funding.state.attempt !== attempt) return;
    if (wallet.state.charges.includes(chargeId)) return;
    const charge = await this.provider.capture(deriveId(chargeId, 'capture'), chargeId);
    if (charge.status === 'captured') {
      const captured = { partyId, fundingId, chargeId, provider, amount, at };
      await this.streams.wallets.handle(partyId, { type: 'CaptureCharge', data: captured }, context);
      return;
    }
    const refusal = { attempt, reasonCode: 'capture_refused', at };
    await this.streams.fundings.handle(fundingId, { type: 'RefuseCapture', data: refusal }, context);
  }

  /** Lets go of an authorised charge of a funding that ended. */
  async release({ data: { chargeId } }: VoidCharge): Promise<void> {
    await this.provider.void(deriveId(chargeId, 'void'), chargeId);
  }

  /** Money that nobody wants any more: voided, or where it was captured, booked and sent back. */
  async giveBack({ data }: ReturnLateCharge, context: CommandContext): Promise<void> {
    const { fundingId, clientPartyId: partyId, chargeId, provider, amount, at } = data;
    const charge = await this.provider.void(deriveId(chargeId, 'void'), chargeId);
    if (charge.status !== 'captured' || minorOf(amount) <= 0n) return;
    const captured = { partyId, fundingId, chargeId, provider, amount, at };
    await this.streams.wallets.handle(partyId, { type: 'CaptureCharge', data: captured }, further(context, 'capture'));
    const refund = { refundId: deriveId(chargeId, 'late'), chargeId, provider, amount };
    await this.streams.wallets.handle(partyId, { type: 'RefundInstrument', data: refund }, further(context, 'refund'));
  }
}
