import {
  isBefore,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import { fail } from '../payments.errors.js';

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
  status: '(none)' | 'proposed' | 'published';
  version: (Version & { proposedBy: string }) | null;
}>;

/** Stream `payments.feepolicy-<policyVersion>`: one version, published once, by two operators. */
export const feePolicyStorage = {
  category: 'payments.feepolicy',
  schemaVersions: { FeePolicyProposed: 1, FeePolicyPublished: 1 },
} as const satisfies StorageContract<FeePolicyEvent>;

export const feePolicyDecider: Decider<FeePolicyCommand, FeePolicyEvent, FeePolicyState> = {
  initialState: () => ({ status: '(none)', version: null }),
  decide({ type, data }, { status, version }) {
    switch (type) {
      case 'ProposeFeePolicy': {
        if (status !== '(none)')
          throw fail('PAYMENTS.ILLEGAL_TRANSITION', 'This version of the fee policy exists', {
            allowed: status === 'proposed' ? ['ApproveFeePolicy'] : [],
          });
        const { at, ...proposal } = data;
        if (isBefore(proposal.effectiveFrom, at))
          throw fail('PAYMENTS.ILLEGAL_TRANSITION', 'A fee policy takes effect ahead, never in the past', { allowed: [] });
        return [{ type: 'FeePolicyProposed', data: proposal }];
      }
      case 'ApproveFeePolicy':
        if (status !== 'proposed' || !version)
          throw fail('PAYMENTS.ILLEGAL_TRANSITION', 'Nothing to approve', {
            allowed: status === '(none)' ? ['ProposeFeePolicy'] : [],
          });
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
