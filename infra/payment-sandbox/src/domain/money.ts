import { providerPolicy, type Currency } from '../policy/provider-policy.js';
import { SandboxError } from './sandbox-error.js';

/** Minor units as an integer string, in an ISO 4217 currency: `{ amount: "63000", currency: "USD" }`. */
export type Money = { readonly amount: string; readonly currency: string };

export function currencyOf(money: Money): Currency {
  if (money.currency in providerPolicy.currencyDigits) return money.currency as Currency;
  const supported = Object.keys(providerPolicy.currencyDigits).join(', ');
  throw new SandboxError('SANDBOX.CURRENCY_UNSUPPORTED', `${money.currency} is not settled here; supported: ${supported}`);
}

export const unitsOf = (money: Money): bigint => BigInt(money.amount);

export const moneyOf = (units: bigint, currency: string): Money => ({ amount: units.toString(), currency });

/** Share of non-negative `units` in basis points, rounded half-even to a whole minor unit. */
export function basisPointsOf(units: bigint, basisPoints: bigint): bigint {
  const scaled = units * basisPoints;
  const whole = scaled / 10_000n;
  const twiceRest = (scaled % 10_000n) * 2n;
  if (twiceRest > 10_000n) return whole + 1n;
  if (twiceRest < 10_000n) return whole;
  return whole % 2n === 0n ? whole : whole + 1n;
}
