import {
  allowedIn,
  isBefore,
  minorOf,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import { fail } from '../payments.errors.js';
import { feePolicyTransitions, type FeePolicyStatus } from './fee-policy.transitions.js';

type Tier = Readonly<{ percent: number; upTo: Money | null }>;
/** Rules of one version as told: tiers and minimums are tables per currency. */
export type PolicyRules = Readonly<{
  clientPercent: number;
  expensePercent: number;
  freelancerTiers: Readonly<Record<string, readonly Tier[]>>;
  milestoneMinimum: Readonly<Record<string, Money>>;
  payoutMinimum: Readonly<Record<string, Money>>;
}>;
type Version = { policyVersion: string; effectiveFrom: Instant; rules: PolicyRules; policyHash: string };

export type FeePolicyEvent =
  | DomainEvent<'FeePolicyProposed', Version & { proposedBy: string }>
  | DomainEvent<'FeePolicyPublished', Version & { proposedBy: string; approvedBy: string }>;

export type FeePolicyCommand =
  | Command<'ProposeFeePolicy', Version & { proposedBy: string; at: Instant }>
  | Command<'ApproveFeePolicy', { approvedBy: string; at: Instant }>;

export type FeePolicyState = Readonly<{
  status: FeePolicyStatus;
  version: (Version & { proposedBy: string }) | null;
}>;

/** Stream `payments.feepolicy-<policyVersion>`: one version, published once, by two operators. */
export const feePolicyStorage = {
  category: 'payments.feepolicy',
  schemaVersions: { FeePolicyProposed: 1, FeePolicyPublished: 1 },
} as const satisfies StorageContract<FeePolicyEvent>;

const illegal = (status: FeePolicyStatus, sentence: string) =>
  fail('PAYMENTS.ILLEGAL_TRANSITION', sentence, { allowed: allowedIn<FeePolicyStatus>(feePolicyTransitions, status) });

/** Percents are whole hundredths between 0 and 100; tiers rise and the last one has no end; amounts are in their own currency. */
const assertRules = ({ clientPercent, expensePercent, freelancerTiers, milestoneMinimum, payoutMinimum }: PolicyRules): void => {
  const percents = [
    clientPercent,
    expensePercent,
    ...Object.values(freelancerTiers).flatMap((tiers) => tiers.map(({ percent }) => percent)),
  ];
  const odd = percents.find(
    (percent) => percent < 0 || percent > 100 || Math.abs(percent * 100 - Math.round(percent * 100)) > 1e-9,
  );
  if (odd !== undefined) throw fail('PAYMENTS.AMOUNT_INVALID', `Not a percent with two decimals at most: ${odd}`);
  for (const [currency, tiers] of Object.entries(freelancerTiers)) {
    const ends = tiers.map(({ upTo }) => upTo);
    const rising = ends.every((end, index) => {
      if (end === null) return index === ends.length - 1;
      const before = index === 0 ? null : ends[index - 1];
      return end.currency === currency && minorOf(end) > (before ? minorOf(before) : 0n) && index < ends.length - 1;
    });
    if (tiers.length === 0 || !rising) throw fail('PAYMENTS.AMOUNT_INVALID', `The tiers of ${currency} must rise and end open`);
  }
  for (const [currency, least] of [...Object.entries(milestoneMinimum), ...Object.entries(payoutMinimum)])
    if (least.currency !== currency || minorOf(least) <= 0n)
      throw fail('PAYMENTS.AMOUNT_INVALID', `The minimum of ${currency} must be above zero in that currency`);
};

export const feePolicyDecider: Decider<FeePolicyCommand, FeePolicyEvent, FeePolicyState> = {
  initialState: () => ({ status: '(none)', version: null }),
  decide({ type, data }, { status, version }) {
    switch (type) {
      case 'ProposeFeePolicy': {
        if (status !== '(none)') throw illegal(status, 'This version of the fee policy exists');
        const { at, ...proposal } = data;
        if (isBefore(proposal.effectiveFrom, at)) throw illegal(status, 'A fee policy takes effect ahead, never in the past');
        assertRules(proposal.rules);
        return [{ type: 'FeePolicyProposed', data: proposal }];
      }
      case 'ApproveFeePolicy':
        if (status !== 'proposed' || !version)
          throw illegal(status, status === '(none)' ? 'Nothing to approve' : 'This version is published');
        if (version.proposedBy === data.approvedBy) throw fail('PAYMENTS.FOUR_EYES_REQUIRED', 'The maker cannot be the checker');
        return [{ type: 'FeePolicyPublished', data: { ...version, approvedBy: data.approvedBy } }];
    }
  },
  evolve(_state, { type, data }) {
    switch (type) {
      case 'FeePolicyProposed':
        return { status: 'proposed', version: data };
      case 'FeePolicyPublished':
        return { status: 'published', version: data };
    }
  },
};
