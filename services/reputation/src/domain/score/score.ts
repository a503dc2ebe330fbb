import { minorDigits, type Instant, type Money } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { betaQuantile } from './beta.js';
import { decimal, fixed, toNumber } from './exact.js';

/** One item of evidence about a party on one side and work role; items of one id replace each other. */
export type Evidence = Readonly<{
  evidenceId: string;
  kind: 'review' | 'ruling';
  contractId: string;
  /** Whose word or quarrel it is: the client of a freelancer's item and the other way round. */
  counterpartyId: string;
  at: Instant;
  /** Outcomes in 0..1: one a dimension of a review, one of a ruling. */
  outcomes: readonly Readonly<{ name: string; x: number }>[];
  /** Gross released less refunds: what the item is about. */
  value: Money;
  factIds: readonly string[];
  /** Rule id where the item does not count (R1 …), else empty. */
  excludedBy: string;
}>;

export type Contribution = Readonly<{
  evidenceId: string;
  kind: Evidence['kind'];
  contractId: string;
  at: Instant;
  factIds: readonly string[];
  weight: string;
  alpha: string;
  beta: string;
  notes: readonly string[];
}>;
export type Score = Readonly<{
  status: 'new' | 'scored';
  headline?: number;
  mean?: number;
  interval?: Readonly<{ low: number; high: number; level: number }>;
  n: number;
  clients: number;
  alpha: string;
  beta: string;
  alpha0: string;
  beta0: string;
  contributions: readonly Contribution[];
}>;

const DAY_MS = 86_400_000;
const rates = policy.usdRates.perUsd as Readonly<Record<string, number>>;

/** Value in USD by the policy's own dated table, until rates are told. */
export const inUsd = ({ amount, currency }: Money): number => {
  const rate = rates[currency];
  return rate === undefined ? 0 : Number(amount) / 10 ** minorDigits(currency) / rate;
};

/** Step 2: log-scaled, capped. */
const valueWeight = (value: Money): number =>
  Math.min(1 + Math.log10(1 + Math.max(0, inUsd(value)) / policy.valueUnitUsd), policy.valueWeightCap);
/** Step 3: half-life; it widens the interval, the mean stays. */
const recency = (at: Instant, asOf: Instant): number =>
  0.5 ** (Math.max(0, Date.parse(asOf) - Date.parse(at)) / DAY_MS / policy.halfLifeDays);

const outcomeOf = ({ outcomes }: Evidence): number => outcomes.reduce((sum, { x }) => sum + x, 0) / Math.max(1, outcomes.length);

type Weighted = Readonly<{ item: Evidence; weight: number; notes: readonly string[] }>;

/**
 * Step 5: no counterparty has more than the share of the total; excess is scaled down. With fewer than 1 / share counterparties no
 * scaling can meet it, so nothing is scaled.
 */
const capped = (items: readonly Weighted[]): readonly Weighted[] => {
  const totals = new Map<string, number>();
  for (const { item, weight } of items) totals.set(item.counterpartyId, (totals.get(item.counterpartyId) ?? 0) + weight);
  if (totals.size < 1 / policy.clientShareCap) return items;
  const sorted = [...totals.values()].sort((a, b) => b - a);
  let rest = sorted.reduce((sum, value) => sum + value, 0);
  let limit = Number.POSITIVE_INFINITY;
  for (const [index, largest] of sorted.entries()) {
    const total = rest / (1 - policy.clientShareCap * index);
    if (largest <= policy.clientShareCap * total + 1e-12) break;
    rest -= largest;
    const free = 1 - policy.clientShareCap * (index + 1);
    if (free <= 1e-12) break;
    limit = (policy.clientShareCap * rest) / free;
  }
  return items.map((one) => {
    const total = totals.get(one.item.counterpartyId) ?? 0;
    return total > limit
      ? { ...one, weight: (one.weight * limit) / total, notes: [...one.notes, 'scaled_to_client_share'] }
      : one;
  });
};

const percent = (share: number): number => Math.round(share * 1000) / 10;

/**
 * Score v1 (reputation.md, "Score v1 in full"), a pure function of evidence, policy version and instant; the order of the evidence
 * does not matter. Contributions are fixed-point, so they sum exactly to alpha - alpha0 and beta - beta0, from which the headline follows.
 */
export const scoreOf = (evidence: readonly Evidence[], asOf: Instant): Score => {
  const sorted = [...evidence].sort((a, b) => (a.evidenceId < b.evidenceId ? -1 : 1));
  const counted = sorted.filter(({ excludedBy }) => excludedBy === '');
  const weighted = capped(counted.map((item) => ({ item, weight: valueWeight(item.value) * recency(item.at, asOf), notes: [] })));
  let [alpha, beta] = [fixed(policy.alpha0), fixed(policy.beta0)];
  const contributions = weighted.map(({ item, weight, notes }): Contribution => {
    const x = outcomeOf(item);
    const [up, down] = [fixed(weight * x), fixed(weight * (1 - x))];
    alpha += up;
    beta += down;
    const { evidenceId, kind, contractId, at, factIds } = item;
    return {
      evidenceId,
      kind,
      contractId,
      at,
      factIds,
      weight: decimal(up + down),
      alpha: decimal(up),
      beta: decimal(down),
      notes,
    };
  });
  const left = sorted
    .filter(({ excludedBy }) => excludedBy !== '')
    .map(({ evidenceId, kind, contractId, at, factIds, excludedBy }): Contribution => ({
      evidenceId,
      kind,
      contractId,
      at,
      factIds,
      weight: decimal(0n),
      alpha: decimal(0n),
      beta: decimal(0n),
      notes: [`excluded_by_${excludedBy}`],
    }));
  const clients = new Set(counted.map(({ counterpartyId }) => counterpartyId)).size;
  const sums = {
    n: counted.length,
    clients,
    alpha: decimal(alpha),
    beta: decimal(beta),
    alpha0: decimal(fixed(policy.alpha0)),
    beta0: decimal(fixed(policy.beta0)),
  };
  const all = [...contributions, ...left];
  if (clients < policy.minClients) return { status: 'new', ...sums, contributions: all };
  const [a, b] = [toNumber(alpha), toNumber(beta)];
  const tail = (1 - policy.intervalLevel) / 2;
  const interval = {
    low: percent(betaQuantile(tail, a, b)),
    high: percent(betaQuantile(1 - tail, a, b)),
    level: policy.intervalLevel,
  };
  return {
    status: 'scored',
    headline: percent(betaQuantile(policy.headlineQuantile, a, b)),
    mean: percent(a / (a + b)),
    interval,
    ...sums,
    contributions: all,
  };
};
