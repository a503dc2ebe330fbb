import { minorDigits, type Money } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };

const rates: Readonly<Record<string, number>> = policy.usdRates.perUsd;

/** Value in USD by the policy's own dated table, until rates are told; 0 for a currency that it does not name. */
export const inUsd = ({ amount, currency }: Money): number => {
  const rate = rates[currency];
  return rate === undefined ? 0 : Number(amount) / 10 ** minorDigits(currency) / rate;
};
