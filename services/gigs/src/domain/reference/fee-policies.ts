import {
  isBefore,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import { fail } from '../gigs.errors.js';

type Tier = Readonly<{ percent: number; upTo: Money | null }>;
/** Rules of one fee policy version, as payments told them; percents are of gross. */
export type FeeRules = Readonly<{
  clientPercent: number;
  expensePercent: number;
  freelancerTiers: Readonly<Record<string, readonly Tier[]>>;
}>;
/** Rules that apply to one currency under one version. */
export type QuoteRules = Readonly<{
  policyVersion: string;
  clientPercent: number;
  expensePercent: number;
  tiers: readonly Tier[];
}>;

export type FeePolicyEvent = DomainEvent<
  'FeePolicyNoted',
  { policyVersion: string; effectiveFrom: Instant; policyHash: string; rules: FeeRules }
>;
export type FeePolicyCommand = Command<'NoteFeePolicy', FeePolicyEvent['data']>;
/** Known versions by name; a published one never changes. */
export type FeePolicies = Readonly<Record<string, Readonly<{ effectiveFrom: Instant; rules: FeeRules }>>>;

/** Stream `gigs.reference-fee`. */
export const feePolicyStorage = {
  category: 'gigs.reference',
  schemaVersions: { FeePolicyNoted: 1 },
} as const satisfies StorageContract<FeePolicyEvent>;
export const FEE_REFERENCE = 'fee';

export const feePolicyDecider: Decider<FeePolicyCommand, FeePolicyEvent, FeePolicies> = {
  initialState: () => ({}),
  decide: ({ data }, known) => (data.policyVersion in known ? [] : [{ type: 'FeePolicyNoted', data }]),
  evolve: (known, { data: { policyVersion, effectiveFrom, rules } }) => ({ ...known, [policyVersion]: { effectiveFrom, rules } }),
};

/** The version in force at an instant; of two that begin at once, the later name. Undefined while none was told. */
const inForce = (policies: FeePolicies, at: Instant): string | undefined =>
  Object.entries(policies)
    .filter(([, { effectiveFrom }]) => !isBefore(at, effectiveFrom))
    .sort(([a, one], [b, other]) => Date.parse(one.effectiveFrom) - Date.parse(other.effectiveFrom) || (a < b ? -1 : 1))
    .at(-1)?.[0];

/** Rules for a currency at an instant; null where no version in force knows the currency. */
export const findRules = (policies: FeePolicies, currency: string, at: Instant): QuoteRules | null => {
  const policyVersion = inForce(policies, at);
  const rules = policyVersion === undefined ? undefined : policies[policyVersion]?.rules;
  const tiers = rules?.freelancerTiers[currency];
  if (policyVersion === undefined || !rules || !tiers) return null;
  return { policyVersion, clientPercent: rules.clientPercent, expensePercent: rules.expensePercent, tiers };
};

/** The same; throws GIGS.CURRENCY_UNKNOWN: a currency without tiers cannot be contracted. */
export const rulesFor = (policies: FeePolicies, currency: string, at: Instant): QuoteRules => {
  const rules = findRules(policies, currency, at);
  if (!rules) throw fail('GIGS.CURRENCY_UNKNOWN', `No fee policy in force has tiers for ${currency}`);
  return rules;
};
