import type { Command, Decider, DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';

/** A fee policy version as payments published it; contracts needs its milestone minimums only. */
export type FeePolicyEvent = DomainEvent<
  'FeePolicyNoted',
  { policyVersion: string; effectiveFrom: Instant; policyHash: string; milestoneMinimum: Readonly<Record<string, Money>> }
>;

/** Stream `contracts.reference-fee`. */
export const feePolicyStorage = {
  category: 'contracts.reference',
  schemaVersions: { FeePolicyNoted: 1 },
} as const satisfies StorageContract<FeePolicyEvent>;
export const FEE_REFERENCE = 'fee';

export type FeePolicyCommand = Command<'NoteFeePolicy', FeePolicyEvent['data']>;
type Version = Readonly<{ effectiveFrom: Instant; milestoneMinimum: Readonly<Record<string, Money>> }>;
/** Known versions by name; a published one never changes. */
export type FeePolicies = Readonly<Record<string, Version>>;

export const feePolicyDecider: Decider<FeePolicyCommand, FeePolicyEvent, FeePolicies> = {
  initialState: () => ({}),
  decide: ({ data }, known) => (data.policyVersion in known ? [] : [{ type: 'FeePolicyNoted', data }]),
  evolve: (known, { data: { policyVersion, effectiveFrom, milestoneMinimum } }) => ({
    ...known,
    [policyVersion]: { effectiveFrom, milestoneMinimum },
  }),
};

/** Least amount of a milestone in a currency under a version; null where the version or the currency is unknown. */
export const minimumOf = (policies: FeePolicies, policyVersion: string | undefined, currency: string): Money | null =>
  (policyVersion === undefined ? undefined : policies[policyVersion]?.milestoneMinimum[currency]) ?? null;
