import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { MilestoneEvent } from './milestone.events.js';
import type { Origin, Side, Terms } from './terms.js';
import type { PolicyRefs } from '../policies/policies.js';

type Parties = { clientPartyId: string; freelancerPartyId: string };
/** Why a party's signature counts: given here, or by ordering a published gig version. */
export type SignatureBasis = 'signature' | 'order' | 'published_gig_version';
/** One milestone's share of a proposed cancellation; the amounts sum to what the milestone held when it was proposed. */
export type ProposedSplit = Readonly<{ milestoneId: string; toFreelancer: Money; toClient: Money }>;
export type SilenceOutcome = 'splits_executed' | 'stays';
export type PlannedLine = Readonly<{ milestoneId: string; kind: 'deliverable' | 'expense'; amount: Money; dueAt: Instant }>;

type Drafted = Parties & {
  contractId: string;
  origin: Origin;
  quoteId: string;
  policyRefs: PolicyRefs;
  terms: Terms;
  termsHash: string;
  draftedAt: Instant;
  /** Of an order: by when payments must have its money. */
  payBy?: Instant;
  /** Absent for an order, which is signed in the same append. */
  expiresAt?: Instant;
};
type Offered = Parties & {
  origin: Origin;
  pricingModel: 'fixed' | 'milestone';
  currency: string;
  termsVersion: number;
  termsHash: string;
  expiresAt: Instant;
  offeredAt: Instant;
};
type Signed = Parties & {
  origin: Origin;
  roleId: string;
  pricingModel: 'fixed' | 'milestone';
  currency: string;
  termsVersion: number;
  termsHash: string;
  policyRefs: PolicyRefs;
  milestones: readonly PlannedLine[];
  /** Percent of gross on top of it; 0 until benefits come. */
  benefitsPercent: number;
  signedAt: Instant;
};
/** Set over a milestone (disputed: `disputeId` is the cause) or over the contract (suspended: `restrictionId` is the cause). */
type OverlaySet =
  | {
      overlay: 'disputed';
      causeId: string;
      milestoneId: string;
      amount: Money;
      openedBy: string;
      respondBy: Instant;
      defaultOutcome: string;
      setAt: Instant;
      /** Whole days that the auto-approval clock had left; absent when it did not run. */
      daysLeft?: number;
    }
  | { overlay: 'suspended'; causeId: string; partyId: string; carveOut: readonly string[]; setAt: Instant };
type OverlayCleared =
  | {
      overlay: 'disputed';
      causeId: string;
      milestoneId: string;
      outcome: string;
      clearedAt: Instant;
      /** When the auto-approval clock, started again, runs out. */
      autoApproveAt?: Instant;
      /** When the client is reminded of it; there where `autoApproveAt` is. */
      remindAt?: readonly Instant[];
    }
  | { overlay: 'suspended'; causeId: string; clearedAt: Instant };

export type ContractEvent =
  | DomainEvent<'ContractDrafted', Drafted>
  | DomainEvent<'TermsDrafted', { terms: Terms; termsHash: string; draftedBy: Side; draftedAt: Instant }>
  | DomainEvent<'ContractOffered', Offered>
  | DomainEvent<
      'ContractDeclined',
      Parties & { origin: Origin; by: string; reason: string; declinedAt: Instant; note?: string; authorAccountId?: string }
    >
  | DomainEvent<'PartySigned', { side: Side; partyId: string; termsHash: string; basis: SignatureBasis; signedAt: Instant }>
  | DomainEvent<'ContractSigned', Signed>
  | DomainEvent<
      'FundingRequested',
      {
        fundingId: string;
        clientPartyId: string;
        lines: readonly Readonly<{ milestoneId: string; amount: Money }>[];
        quoteId: string;
        payBy: Instant;
      }
    >
  | DomainEvent<
      'FundingFailureSeen',
      {
        fundingId: string;
        milestoneIds: readonly string[];
        reasonCode: string;
        attempt: number;
        finality: 'final' | 'retried';
        seenAt: Instant;
        retryAt?: Instant;
      }
    >
  | DomainEvent<'ContractActivated', { activatedAt: Instant }>
  | DomainEvent<
      'CancellationRequested',
      {
        requestId: string;
        requestedBy: Side;
        splits: readonly ProposedSplit[];
        answerBy: Instant;
        onSilence: SilenceOutcome;
        requestedAt: Instant;
        note?: string;
        authorAccountId: string;
      }
    >
  | DomainEvent<
      'CancellationAnswered',
      { requestId: string; answer: 'accepted' | 'refused' | 'silence'; by: Side | 'timer'; answeredAt: Instant }
    >
  | DomainEvent<'OverlaySet', OverlaySet>
  | DomainEvent<'OverlayCleared', OverlayCleared>
  | DomainEvent<'ContractCompleting', { endReason: string; ruleId?: string; completingAt: Instant }>
  | DomainEvent<'EscrowClosureSeen', { funded: Money; released: Money; refunded: Money; chargedBack: Money; closedAt: Instant }>
  | DomainEvent<'ContractEnded', Parties & { endReason: string; ruleId?: string; endedAt: Instant }>
  | MilestoneEvent;

/** Stream `contracts.contract-<contractId>`: terms, milestones, deliverables, overlays of one contract. */
export const contractStorage = {
  category: 'contracts.contract',
  schemaVersions: {
    ContractDrafted: 1,
    TermsDrafted: 1,
    ContractOffered: 1,
    ContractDeclined: 1,
    PartySigned: 1,
    ContractSigned: 1,
    FundingRequested: 1,
    FundingFailureSeen: 1,
    ContractActivated: 1,
    CancellationRequested: 1,
    CancellationAnswered: 1,
    OverlaySet: 1,
    OverlayCleared: 1,
    ContractCompleting: 1,
    EscrowClosureSeen: 1,
    ContractEnded: 1,
    MilestonePlanned: 1,
    MilestoneFundingSeen: 1,
    MilestoneStarted: 1,
    MilestoneSubmitted: 1,
    ChangesRequested: 1,
    ApprovalReminded: 1,
    MilestoneApproved: 1,
    PartialReleaseApproved: 1,
    RefundApproved: 1,
    SplitAgreed: 1,
    MilestoneLate: 1,
    MilestoneDropped: 1,
    MilestoneMoneySeen: 1,
    MilestoneSettled: 1,
    MilestoneRefundSeen: 1,
    MilestoneSettledBySplit: 1,
    ReleaseDeferralSeen: 1,
    InstructionRefusalSeen: 1,
    FreezeSeen: 1,
    RulingSeen: 1,
  },
  personal: {
    ContractDeclined: { note: { subject: 'authorAccountId', purpose: 'content' } },
    CancellationRequested: { note: { subject: 'authorAccountId', purpose: 'content' } },
    MilestoneSubmitted: {
      note: { subject: 'authorAccountId', purpose: 'content' },
      fileNames: { subject: 'authorAccountId', purpose: 'content' },
    },
    ChangesRequested: { note: { subject: 'authorAccountId', purpose: 'content' } },
    RefundApproved: { note: { subject: 'authorAccountId', purpose: 'content' } },
    SplitAgreed: { note: { subject: 'authorAccountId', purpose: 'content' } },
    MilestoneApproved: { note: { subject: 'authorAccountId', purpose: 'content' } },
    PartialReleaseApproved: { note: { subject: 'authorAccountId', purpose: 'content' } },
  },
} as const satisfies StorageContract<ContractEvent>;
