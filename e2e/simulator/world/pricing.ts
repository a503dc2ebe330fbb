import { minorDigits, money, splitByLargestRemainder, type Money } from '@guildhall/kernel';
import { simulationPolicy } from '../policy/simulation-policy.js';
import type { ContractCurrency, Shares } from '../story/story.js';
import type { Rates } from './rates.js';

/** A dollar price in the currency of a contract at the day's rate, rounded as people round, never below our least milestone. */
export function priceIn(currency: ContractCurrency, dollars: number, rates: Rates, day: string): bigint {
  const units = (dollars / rates.perEuro('USD', day)) * rates.perEuro(currency, day) * 10 ** minorDigits(currency);
  const step = simulationPolicy.roundTo[currency];
  const rounded = BigInt(Math.round(units / Number(step))) * step;
  const least = simulationPolicy.leastMilestone[currency];
  return rounded < least ? least : rounded;
}

/** `parts` milestones that add up to the price, each at least our least one; fewer when the price does not carry so many. */
export function milestoneAmounts(price: bigint, currency: ContractCurrency, weights: readonly number[]): readonly bigint[] {
  const least = simulationPolicy.leastMilestone[currency];
  const parts = Math.max(1, Math.min(weights.length, Number(price / least)));
  const reserved = least * BigInt(parts);
  const shares = splitByLargestRemainder(
    price - reserved,
    weights.slice(0, parts).map((weight) => BigInt(Math.round(weight * 1000))),
  );
  return shares.map((share) => share + least);
}

/** A share of an amount for the freelancer in percent, the rest for the client (largest remainder, tie to the freelancer). */
export function sharesOf(amount: Money, freelancerPercent: number): Shares {
  const [toFreelancer = 0n, toClient = 0n] = splitByLargestRemainder(BigInt(amount.amount), [
    BigInt(freelancerPercent),
    BigInt(100 - freelancerPercent),
  ]);
  return { toFreelancer: money(toFreelancer, amount.currency), toClient: money(toClient, amount.currency) };
}
