import type { DomainEvent, Instant, Money } from '@guildhall/kernel';

type Version = { milestoneId: string; deliverableVersion: number; contentHash: string };
/** A refused instruction given again: the id it stands in for, and the operator's reason where one gave it. */
type Again = { repeats?: string; note?: string; authorAccountId?: string };
/** What payments told after money moved; `heldRemaining` counts with the highest `escrowRevision`. */
export type MoneySeen = {
  milestoneId: string;
  cause: 'release' | 'refund' | 'refund_after_release' | 'split';
  instructionId: string;
  /** Gross; of a split both shares together. */
  amount: Money;
  /** Part of the amount that came out of the hold. */
  heldPart: Money;
  heldRemaining: Money;
  escrowRevision: string;
  seenAt: Instant;
};

/** Events of one milestone; they lie in the stream of its contract. */
export type MilestoneEvent =
  | DomainEvent<
      'MilestonePlanned',
      {
        milestoneId: string;
        index: number;
        kind: 'deliverable' | 'expense';
        amount: Money;
        dueAt: Instant;
        criteriaIds: readonly string[];
      }
    >
  | DomainEvent<
      'MilestoneFundingSeen',
      {
        milestoneId: string;
        fundingId: string;
        holdId: string;
        amount: Money;
        benefits: Money;
        heldRemaining: Money;
        escrowRevision: string;
        fundedAt: Instant;
      }
    >
  | DomainEvent<'MilestoneStarted', { milestoneId: string; startedAt: Instant }>
  | DomainEvent<
      'MilestoneSubmitted',
      Version & {
        /** Names of the files, in the order of `files`; absent where there are none. */
        fileNames?: readonly string[];
        files: readonly Readonly<{ hash: string; size: number }>[];
        note?: string;
        authorAccountId: string;
        aiUse: 'none' | 'assisted' | 'generated';
        submittedAt: Instant;
        /** Absent: switched off in the terms, or stopped by an open dispute. */
        autoApproveAt?: Instant;
        /** When the client is reminded of it; there where `autoApproveAt` is. */
        remindAt?: readonly Instant[];
      }
    >
  | DomainEvent<
      'ChangesRequested',
      {
        milestoneId: string;
        deliverableVersion: number;
        reasonCode: string;
        criteriaIds: readonly string[];
        /** Rounds that are left after this one. */
        roundsLeft: number;
        note?: string;
        authorAccountId: string;
        requestedAt: Instant;
      }
    >
  | DomainEvent<
      'ApprovalReminded',
      { milestoneId: string; deliverableVersion: number; clientPartyId: string; reminder: number; autoApproveAt: Instant }
    >
  | DomainEvent<
      'MilestoneApproved',
      Version &
        Again & {
          releaseId: string;
          amount: Money;
          payeePartyId: string;
          protection: 'covered' | 'not_covered';
          ruleId: string;
          approvedBy: 'client' | 'timer';
          approvedAt: Instant;
        }
    >
  | DomainEvent<
      'PartialReleaseApproved',
      Again & { milestoneId: string; releaseId: string; amount: Money; payeePartyId: string; approvedBy: 'client' }
    >
  | DomainEvent<
      'RefundApproved',
      Again & {
        milestoneId: string;
        refundId: string;
        amount: Money;
        source: 'held' | 'released';
        reasonCode: string;
        approvedBy: 'client' | 'freelancer' | 'system';
      }
    >
  | DomainEvent<
      'SplitAgreed',
      Again & { milestoneId: string; splitId: string; toFreelancer: Money; toClient: Money; payeePartyId: string; basis: string }
    >
  | DomainEvent<'MilestoneLate', { milestoneId: string; dueAt: Instant; cancellableAt: Instant }>
  | DomainEvent<'MilestoneDropped', { milestoneId: string; reason: string }>
  | DomainEvent<'MilestoneMoneySeen', MoneySeen>
  | DomainEvent<'MilestoneSettled', MoneySeen>
  | DomainEvent<'MilestoneRefundSeen', MoneySeen>
  | DomainEvent<'MilestoneSettledBySplit', MoneySeen>
  | DomainEvent<
      'ReleaseDeferralSeen',
      { milestoneId: string; releaseId: string; released: Money; deferred: Money; reasonCode: string; escrowRevision: string }
    >
  | DomainEvent<
      'InstructionRefusalSeen',
      {
        /** Absent for a funding, which may name several milestones. */
        milestoneId?: string;
        instructionId: string;
        kind: 'release' | 'refund' | 'split' | 'funding';
        reasonCode: string;
        escrowRevision: string;
        seenAt: Instant;
      }
    >
  | DomainEvent<
      'FreezeSeen',
      {
        milestoneId: string;
        disputeId: string;
        freezeId: string;
        amount: Money;
        heldFrozen: Money;
        walletFrozenNet: Money;
        shortfallNet: Money;
      }
    >
  | DomainEvent<
      'RulingSeen',
      {
        milestoneId: string;
        disputeId: string;
        rulingId: string;
        decidedAs: 'decided' | 'defaulted';
        amount: Money;
        toFreelancer: Money;
        toClient: Money;
        faultFreelancer: number;
        faultClient: number;
        ruleIds: readonly string[];
        factIds: readonly string[];
      }
    >;
