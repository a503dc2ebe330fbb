import type { Money } from '@guildhall/kernel';

/** A charge as the provider knows it. `refusalCode` is a word of the provider, lower case; null while it is not refused. */
export type Charge = Readonly<{
  chargeId: string;
  amount: Money;
  status: 'authorised' | 'captured' | 'voided' | 'refused';
  refusalCode: string | null;
}>;
export type InstrumentRefund = Readonly<{ status: 'succeeded' | 'refused'; refusalCode: string | null }>;
export type ProviderPayout = Readonly<{
  providerPayoutId: string;
  status: 'in_transit' | 'paid' | 'returned' | 'refused';
  failureCode: string | null;
}>;
export type CheckedInstrument = Readonly<{
  instrumentId: string;
  method: string;
  country: string;
  holderName: string;
  checkKind: string;
}>;

/**
 * The payment provider. `effectId` is the idempotency key: the same one has one effect, for ever. An adapter never sends an effect twice
 * by itself: an unknown outcome is asked for by reference, and what stays unknown is the fault `DependencyUnavailable` (outage), which
 * the caller repeats with the same id. What the provider refuses is a result, not an error.
 */
export interface PaymentProvider {
  /** Name of its cash account: `cash:<name>`. */
  readonly name: string;
  /** Checks an instrument of a payer. Throws `PAYMENTS.INSTRUMENT_REFUSED` when the check fails. */
  addInstrument(
    effectId: string,
    instrument: Readonly<{ partyId: string; testToken: string; holderName: string; country: string }>,
  ): Promise<CheckedInstrument>;
  /** Throws `PAYMENTS.INSTRUMENT_REFUSED` when the provider does not take it. */
  addDestination(
    effectId: string,
    destination: Readonly<{ partyId: string; testToken: string; method: string; country: string }>,
  ): Promise<Readonly<{ destinationId: string; method: string; country: string }>>;
  authorise(
    effectId: string,
    charge: Readonly<{ instrumentId: string; amount: Money; reference: string }>,
  ): Promise<Charge | Readonly<{ chargeId: null; status: 'refused'; refusalCode: string }>>;
  capture(effectId: string, chargeId: string): Promise<Charge>;
  void(effectId: string, chargeId: string): Promise<Charge>;
  refund(effectId: string, refund: Readonly<{ chargeId: string; amount: Money; reference: string }>): Promise<InstrumentRefund>;
  payOut(
    effectId: string,
    payout: Readonly<{ destinationId: string; amount: Money; reference: string }>,
  ): Promise<ProviderPayout | Readonly<{ providerPayoutId: null; status: 'refused'; failureCode: string }>>;
}
export const PAYMENT_PROVIDER = Symbol('PAYMENT_PROVIDER');
