import { defineProjection } from '@guildhall/event-sourcing';
import type { Instant, Money } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.decider.js';

/** A thing that happened to a milestone. `sourceRevision`: in the contract's own stream; absent for what payments told. */
export type BundleEntry = Readonly<{
  kind: 'submitted' | 'changes_requested' | 'approved' | 'funded' | 'released' | 'refunded' | 'split' | 'release_deferred';
  milestoneId: string;
  at: Instant;
  sourceRevision?: string;
  amount?: Money;
  deliverableVersion?: number;
  contentHash?: string;
  reasonCode?: string;
  criteriaIds?: readonly string[];
}>;
export type BundleDocument = Readonly<{ entries: readonly BundleEntry[] }>;

/** What was heard of each contract, in the order of hearing: the evidence that needs no submitting. */
export const contractBundles = defineProjection<ContractEvent, BundleDocument>({
  name: 'contract-bundles',
  version: 1,
  from: ['disputes.contract'],
  ids: ({ type, streamKey }) => (type === 'SigningHeard' || type === 'EndingHeard' ? [] : [streamKey]),
  reduce(document, event) {
    const entry = entryOf(event);
    return entry ? { entries: [...(document?.entries ?? []), entry] } : document;
  },
});

const entryOf = ({ type, data }: ContractEvent): BundleEntry | null => {
  switch (type) {
    case 'SigningHeard':
    case 'EndingHeard':
      return null;
    case 'SubmissionHeard': {
      const { milestoneId, at, sourceRevision, deliverableVersion, contentHash } = data;
      return { kind: 'submitted', milestoneId, at, sourceRevision, deliverableVersion, contentHash };
    }
    case 'ChangesHeard': {
      const { milestoneId, at, sourceRevision, deliverableVersion, reasonCode, criteriaIds } = data;
      return { kind: 'changes_requested', milestoneId, at, sourceRevision, deliverableVersion, reasonCode, criteriaIds };
    }
    case 'ApprovalHeard': {
      const { milestoneId, at, sourceRevision, amount } = data;
      return { kind: 'approved', milestoneId, at, sourceRevision, amount };
    }
    case 'FundingHeard':
      return { kind: 'funded', milestoneId: data.milestoneId, at: data.at, amount: data.amount };
    case 'ReleaseHeard':
      return { kind: 'released', milestoneId: data.milestoneId, at: data.at, amount: data.gross };
    case 'RefundHeard':
      return { kind: 'refunded', milestoneId: data.milestoneId, at: data.at, amount: data.amount };
    case 'SplitHeard':
      return { kind: 'split', milestoneId: data.milestoneId, at: data.at, amount: data.toFreelancer };
    case 'DeferralHeard':
      return { kind: 'release_deferred', milestoneId: data.milestoneId, at: data.at, amount: data.deferred };
  }
};
