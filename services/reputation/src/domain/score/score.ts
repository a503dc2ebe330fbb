import type { Instant } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { betaQuantile } from './beta.js';
import { outcomeOf, type Contribution, type Evidence } from './evidence.js';
import { decimal, fixed, toNumber } from './exact.js';
import { capped, weigh, type Weighted } from './weights.js';

type Interval = Readonly<{ low: number; high: number; level: number }>;

/** The posterior of one dimension of reviews; `mean` and `interval` 0 to 100, with one decimal. */
export type DimensionScore = Readonly<{ name: string; alpha: string; beta: string; mean: number; interval: Interval }>;

/** The sums, and below `minClients` clients no number at all. */
export type Score = Readonly<{
  headline?: number;
  mean?: number;
  interval?: Interval;
  dimensions: readonly DimensionScore[];
  n: number;
  clients: number;
  alpha: string;
  beta: string;
  alpha0: string;
  beta0: string;
  contributions: readonly Contribution[];
}>;

const ALPHA0 = fixed(policy.alpha0);
const BETA0 = fixed(policy.beta0);
const NOTHING = decimal(0n);

const percent = (share: number): number => Math.round(share * 1000) / 10;
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

const intervalOf = (alpha: number, beta: number): Interval => {
  const tail = (1 - policy.intervalLevel) / 2;
  return {
    low: percent(betaQuantile(tail, alpha, beta)),
    high: percent(betaQuantile(1 - tail, alpha, beta)),
    level: policy.intervalLevel,
  };
};

type Part = Readonly<{ up: bigint; down: bigint }>;
const partOf = (weight: number, x: number): Part => ({ up: fixed(weight * x), down: fixed(weight * (1 - x)) });
/** The mean of what happened, without the prior: it stays when all evidence grows older alike. */
const meanOf = (parts: readonly Part[]): number => {
  const up = sum(parts.map((part) => part.up));
  const total = up + sum(parts.map((part) => part.down));
  return total === 0n ? 0 : percent(Number(up) / Number(total));
};

const dimensionsOf = (weighted: readonly Weighted[]): readonly DimensionScore[] => {
  const parts = new Map<string, Part[]>();
  for (const { item, weight } of weighted) {
    if (item.kind !== 'review') continue;
    for (const { name, x } of item.outcomes) parts.set(name, [...(parts.get(name) ?? []), partOf(weight, x)]);
  }
  return [...parts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => {
      const alpha = ALPHA0 + sum(of.map(({ up }) => up));
      const beta = BETA0 + sum(of.map(({ down }) => down));
      const interval = intervalOf(toNumber(alpha), toNumber(beta));
      return { name, alpha: decimal(alpha), beta: decimal(beta), mean: meanOf(of), interval };
    });
};

/**
 * Score v1 (reputation.md, "Score v1 in full"), a pure function of evidence, policy version and instant; the order of the evidence
 * does not matter. Contributions are fixed-point, so they sum exactly to alpha - alpha0 and beta - beta0, from which the headline follows.
 */
export const scoreOf = (evidence: readonly Evidence[], asOf: Instant): Score => {
  const sorted = [...evidence].sort((a, b) => (a.evidenceId < b.evidenceId ? -1 : 1));
  const counted = sorted.filter(({ excludedBy }) => excludedBy === undefined);
  const weighted = capped(counted.map((item) => weigh(item, asOf)));
  const parts = weighted.map(({ item, weight }) => partOf(weight, outcomeOf(item)));
  const alpha = ALPHA0 + sum(parts.map(({ up }) => up));
  const beta = BETA0 + sum(parts.map(({ down }) => down));
  const contributions = [
    ...weighted.map(({ item: { evidenceId }, notes }, index): Contribution => {
      const { up, down } = parts[index] ?? { up: 0n, down: 0n };
      return { evidenceId, alpha: decimal(up), beta: decimal(down), notes };
    }),
    ...sorted.flatMap(({ evidenceId, excludedBy }): readonly Contribution[] =>
      excludedBy === undefined ? [] : [{ evidenceId, alpha: NOTHING, beta: NOTHING, notes: [`excluded_by_${excludedBy}`] }],
    ),
  ];
  const clients = new Set(counted.map(({ counterpartyId }) => counterpartyId)).size;
  const sums = {
    n: counted.length,
    clients,
    alpha: decimal(alpha),
    beta: decimal(beta),
    alpha0: decimal(ALPHA0),
    beta0: decimal(BETA0),
    contributions,
  };
  if (clients < policy.minClients) return { ...sums, dimensions: [] };
  const [a, b] = [toNumber(alpha), toNumber(beta)];
  return {
    headline: percent(betaQuantile(policy.headlineQuantile, a, b)),
    mean: meanOf(parts),
    interval: intervalOf(a, b),
    dimensions: dimensionsOf(weighted),
    ...sums,
  };
};
