import { currencyOf, moneyOf, unitsOf, type Money } from './money.js';
import type { ProviderEventType } from './provider-event.js';
import { SandboxError } from './sandbox-error.js';
import type { InstrumentBehaviour } from './test-tokens.js';

export type ChargeStatus = 'authorised' | 'captured' | 'voided' | 'refused';

export type Charge = {
  readonly chargeId: string;
  readonly instrumentId: string;
  readonly amount: Money;
  readonly reference: string;
  readonly status: ChargeStatus;
  readonly refusalCode: 'card_declined' | 'capture_declined' | null;
  /** Sum of the refunds that succeeded. */
  readonly refunded: Money;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type NewCharge = Pick<Charge, 'chargeId' | 'instrumentId' | 'amount' | 'reference' | 'createdAt'>;

/** A changed resource together with the webhook that tells it. */
export type Told<R> = { readonly resource: R; readonly event: ProviderEventType };

export function authorise(charge: NewCharge, behaviour: InstrumentBehaviour, earlierCharges: number): Told<Charge> {
  const currency = currencyOf(charge.amount);
  const base = { ...charge, refunded: moneyOf(0n, currency), updatedAt: charge.createdAt };
  const refused = behaviour.authorise === 'refuse' || (behaviour.authorise === 'refuse_first' && earlierCharges === 0);
  if (refused) return { resource: { ...base, status: 'refused', refusalCode: 'card_declined' }, event: 'charge.refused' };
  return { resource: { ...base, status: 'authorised', refusalCode: null }, event: 'charge.authorised' };
}

export function capture(charge: Charge, behaviour: InstrumentBehaviour, at: string): Told<Charge> {
  requireAuthorised(charge, 'capture');
  if (behaviour.capture === 'refuse') {
    return {
      resource: { ...charge, status: 'refused', refusalCode: 'capture_declined', updatedAt: at },
      event: 'charge.refused',
    };
  }
  return { resource: { ...charge, status: 'captured', updatedAt: at }, event: 'charge.captured' };
}

export function voidCharge(charge: Charge, at: string): Told<Charge> {
  requireAuthorised(charge, 'void');
  return { resource: { ...charge, status: 'voided', updatedAt: at }, event: 'charge.voided' };
}

export function withRefund(charge: Charge, amount: Money, at: string): Charge {
  return { ...charge, refunded: moneyOf(unitsOf(charge.refunded) + unitsOf(amount), charge.amount.currency), updatedAt: at };
}

/** What may still be asked of a charge in this state; returned with a refused transition. */
export function allowedOn(status: ChargeStatus): readonly string[] {
  switch (status) {
    case 'authorised':
      return ['capture', 'void'];
    case 'captured':
      return ['refund'];
    case 'voided':
    case 'refused':
      return [];
  }
}

function requireAuthorised(charge: Charge, wanted: string): void {
  if (charge.status === 'authorised') return;
  const detail = `Charge ${charge.chargeId} is ${charge.status}: ${wanted} needs an authorised charge`;
  throw new SandboxError('SANDBOX.ILLEGAL_TRANSITION', detail, { allowed: allowedOn(charge.status) });
}
