import { allowedOn, type Charge, type Told } from './charge.js';
import { unitsOf, type Money } from './money.js';
import { SandboxError } from './sandbox-error.js';
import type { InstrumentBehaviour } from './test-tokens.js';

export type Refund = {
  readonly refundId: string;
  readonly chargeId: string;
  readonly amount: Money;
  readonly reference: string;
  readonly status: 'succeeded' | 'refused';
  readonly refusalCode: 'instrument_closed' | null;
  readonly createdAt: string;
};

export type NewRefund = Pick<Refund, 'refundId' | 'chargeId' | 'amount' | 'reference' | 'createdAt'>;

/** Refunds that succeeded never add up to more than was captured; a refused one takes nothing. */
export function refundCharge(charge: Charge, refund: NewRefund, behaviour: InstrumentBehaviour): Told<Refund> {
  if (charge.status !== 'captured') {
    const detail = `Charge ${charge.chargeId} is ${charge.status}: only a captured charge is refunded`;
    throw new SandboxError('SANDBOX.ILLEGAL_TRANSITION', detail, { allowed: allowedOn(charge.status) });
  }
  if (refund.amount.currency !== charge.amount.currency) {
    throw new SandboxError('SANDBOX.CURRENCY_MISMATCH', `Charge ${charge.chargeId} is in ${charge.amount.currency}`);
  }
  const refundable = unitsOf(charge.amount) - unitsOf(charge.refunded);
  if (unitsOf(refund.amount) > refundable) {
    const detail = `At most ${refundable} ${charge.amount.currency} of charge ${charge.chargeId} can be refunded`;
    throw new SandboxError('SANDBOX.REFUND_EXCEEDS_CAPTURED', detail);
  }
  if (behaviour.refund === 'refuse') {
    return { resource: { ...refund, status: 'refused', refusalCode: 'instrument_closed' }, event: 'refund.refused' };
  }
  return { resource: { ...refund, status: 'succeeded', refusalCode: null }, event: 'refund.succeeded' };
}
