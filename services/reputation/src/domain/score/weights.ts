import type { Instant, Money } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import type { Evidence } from './evidence.js';
import { inUsd } from './usd.js';

const DAY_MS = 86_400_000;

/** Step 2: log-scaled, capped. */
export const valueWeight = (value: Money): number =>
  Math.min(1 + Math.log10(1 + Math.max(0, inUsd(value)) / policy.valueUnitUsd), policy.valueWeightCap);

const ageInHalfLives = (at: Instant, asOf: Instant): number =>
  Math.max(0, Date.parse(asOf) - Date.parse(at)) / DAY_MS / policy.halfLifeDays;

/** Step 3: half-life; it widens the interval, the mean stays. */
export const recency = (at: Instant, asOf: Instant): number => 0.5 ** ageInHalfLives(at, asOf);

/** True when an item has lost half of its weight or more by its age. */
export const isOld = (at: Instant, asOf: Instant): boolean => ageInHalfLives(at, asOf) >= 1;

/**
 * Step 4: how much a rater's habit is believed: 1 for one who rates like everybody, less the further the own mean lies from the global
 * mean. The mean of `n` outcomes with this sum is first shrunk to the global one, so that a few ratings say little about a habit.
 */
export const biasCorrection = (sum: number, n: number): number => {
  const shrunk = (sum + policy.raterShrinkage * policy.globalMean) / (n + policy.raterShrinkage);
  // Nine digits: what is noise of the arithmetic changes no weight.
  return Math.round((1 - Math.abs(shrunk - policy.globalMean)) * 1e9) / 1e9;
};

export type Weighted = Readonly<{ item: Evidence; weight: number; notes: readonly string[] }>;

/** Steps 2 to 4 for one item. */
export const weigh = (item: Evidence, asOf: Instant): Weighted => {
  const { trust, bias } = item.credibility;
  const notes = [
    ...(isOld(item.at, asOf) ? ['less_recent_evidence'] : []),
    ...(trust < policy.trust.validatedPayer ? ['payer_not_validated'] : []),
  ];
  return { item, weight: valueWeight(item.value) * recency(item.at, asOf) * trust * bias, notes };
};

/** The most that each counterparty may weigh so that none has more than the share of what is left after scaling. */
const limitOf = (totals: readonly number[]): number => {
  const share = policy.clientShareCap;
  const descending = [...totals].sort((a, b) => b - a);
  let rest = descending.reduce((sum, total) => sum + total, 0);
  let limit = Number.POSITIVE_INFINITY;
  for (const [index, largest] of descending.entries()) {
    if (largest <= (share * rest) / (1 - share * index) + 1e-12) return limit;
    rest -= largest;
    const free = 1 - share * (index + 1);
    if (free <= 1e-12) return limit;
    limit = (share * rest) / free;
  }
  return limit;
};

/**
 * Step 5: no counterparty has more than the share of the total; excess is scaled down. With fewer than 1 / share counterparties no
 * scaling can meet it, so nothing is scaled.
 */
export const capped = (items: readonly Weighted[]): readonly Weighted[] => {
  const totals = new Map<string, number>();
  for (const { item, weight } of items) totals.set(item.counterpartyId, (totals.get(item.counterpartyId) ?? 0) + weight);
  if (totals.size < 1 / policy.clientShareCap) return items;
  const limit = limitOf([...totals.values()]);
  return items.map((one) => {
    const total = totals.get(one.item.counterpartyId) ?? 0;
    if (total <= limit) return one;
    return { ...one, weight: (one.weight * limit) / total, notes: [...one.notes, 'scaled_to_client_share'] };
  });
};
