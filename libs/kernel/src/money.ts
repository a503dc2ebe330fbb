import { DomainError } from './errors.js';

/** Amount in minor units of ISO 4217 as an integer string, e.g. 630.00 USD = `{ amount: "63000", currency: "USD" }`. */
export type Money = Readonly<{ amount: string; currency: string }>;

/** Digits after the point (ISO 4217, list one) of the currencies that are not 2. Source: ISO 4217 amendment 177. */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
}; // prettier-ignore

const INTEGER = /^-?(0|[1-9][0-9]{0,17})$/;

/** Number of minor digits of a currency: 0 for JPY, 2 for USD, 3 for KWD. */
export const minorDigits = (currency: string): number => DIGITS[currency] ?? 2;

/** Money from minor units. */
export const money = (minor: bigint, currency: string): Money => ({ amount: minor.toString(), currency });

/** Minor units of money. Throws `COMMON.VALIDATION` when the amount is not an integer string. */
export const minorOf = ({ amount, currency }: Money): bigint => {
  if (!INTEGER.test(amount))
    throw new DomainError('COMMON.VALIDATION', 'malformed', `Not an integer of minor units: ${amount} ${currency}`);
  return BigInt(amount);
};

const sameCurrency = (a: Money, b: Money): void => {
  // A programming error, not a refusal: deciders check the currency of their input first (I9).
  if (a.currency !== b.currency) throw new Error(`Arithmetic between ${a.currency} and ${b.currency}`);
};

/** Sum of two amounts of one currency; throws a plain error across currencies (invariant I9). */
export const plus = (a: Money, b: Money): Money => {
  sameCurrency(a, b);
  return money(minorOf(a) + minorOf(b), a.currency);
};

/** Difference of two amounts of one currency; may be negative. */
export const minus = (a: Money, b: Money): Money => {
  sameCurrency(a, b);
  return money(minorOf(a) - minorOf(b), a.currency);
};

/** Negative, zero or positive as a is less than, equal to or greater than b; throws across currencies. */
export const compareMoney = (a: Money, b: Money): -1 | 0 | 1 => {
  sameCurrency(a, b);
  const difference = minorOf(a) - minorOf(b);
  if (difference < 0n) return -1;
  return difference > 0n ? 1 : 0;
};

/** Zero in a currency. */
export const zero = (currency: string): Money => money(0n, currency);

/** True when nothing is there. */
export const isZero = (value: Money): boolean => minorOf(value) === 0n;

/** `numerator / denominator` rounded half to even (IEEE 754 roundTiesToEven); the denominator is positive. */
export const divideHalfEven = (numerator: bigint, denominator: bigint): bigint => {
  if (denominator <= 0n) throw new Error('The denominator must be positive');
  const negative = numerator < 0n;
  const absolute = negative ? -numerator : numerator;
  const quotient = absolute / denominator;
  const twice = (absolute % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
};

/**
 * Splits `total` by non-negative weights with largest remainder; the parts sum exactly to the total (I8).
 * A tie goes to the earlier weight: put the freelancer first.
 */
export const splitByLargestRemainder = (total: bigint, weights: readonly bigint[]): readonly bigint[] => {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (total < 0n || sum <= 0n || weights.some((weight) => weight < 0n))
    throw new Error('A split needs a total and weights of at least 0');
  const floors = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight, index) => ({ index, rest: (total * weight) % sum }));
  let left = total - floors.reduce((a, b) => a + b, 0n);
  const ranked = [...remainders].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const parts = [...floors];
  for (const { index } of ranked) {
    if (left === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return parts;
};

/** Text for people and logs, e.g. `630.00 USD`; never parsed again. */
export const formatMoney = (value: Money): string => {
  const digits = minorDigits(value.currency);
  const minor = minorOf(value);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return digits === 0 ? `${sign}${text} ${value.currency}` : `${sign}${whole}.${text.slice(-digits)} ${value.currency}`;
};
