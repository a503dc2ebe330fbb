import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';
import type { Capability, DisabledReason, Direction, Item, ItemError, Level, PartyKind } from './verification.types.js';

/** Kept in clear of each item: hash of the document, and the UTC day on which it ends. */
export type Outlines = Readonly<Partial<Record<Item, Readonly<{ documentHash?: string; expiresOn?: string }>>>>;
export type DueCause = 'expiry' | 'volume' | 'payout_failures';

export type VerificationEvent =
  | DomainEvent<
      'VerificationOpened',
      { partyId: string; partyKind: PartyKind; country: string; capabilities: readonly Capability[]; policyVersion: string }
    >
  /** A further role, or a submission for more. */
  | DomainEvent<'CapabilitiesWanted', { partyId: string; capabilities: readonly Capability[] }>
  | DomainEvent<
      'VerificationSubmitted',
      {
        partyId: string;
        submissionId: string;
        capabilities: readonly Capability[];
        outlines: Outlines;
        /** Personal (sensitive): the values as submitted, by item. */
        documents: Readonly<Record<string, unknown>>;
        submittedBy: string;
        submittedAt: Instant;
      }
    >
  | DomainEvent<'VerificationStarted', { partyId: string; submissionId: string; reviewers: 1 | 2; startedAt: Instant }>
  /** The first of two people. */
  | DomainEvent<'ReviewPassed', { partyId: string; submissionId: string; by: string; reasonCode: string }>
  | DomainEvent<'FraudSuspected', { partyId: string; submissionId: string; by: string; reasonCode: string }>
  | DomainEvent<
      'PartyVerified',
      {
        partyId: string;
        submissionId: string;
        level: Level;
        country: string;
        /** Items that have an end, with its UTC day. */
        expiries: Readonly<Partial<Record<Item, string>>>;
        validUntil: Instant | null;
        policyVersion: string;
        reviewedBy: readonly string[];
        reasonCode: string;
      }
    >
  | DomainEvent<
      'VerificationNeedsMore',
      { partyId: string; submissionId: string; errors: readonly ItemError[]; by: string; reasonCode: string }
    >
  | DomainEvent<
      'VerificationRejected',
      { partyId: string; submissionId: string; reviewedBy: readonly string[]; reasonCode: string }
    >
  | DomainEvent<'CapabilityEnabled', { partyId: string; capability: Capability; policyVersion: string }>
  | DomainEvent<
      'CapabilityDisabled',
      { partyId: string; capability: Capability; disabledReason: DisabledReason; currentlyDue: readonly Item[] }
    >
  | DomainEvent<'RequirementDue', { partyId: string; items: readonly Item[]; cause: DueCause; deadline: Instant }>
  | DomainEvent<'BillingMethodNoted', { partyId: string; instrumentId: string }>
  | DomainEvent<'PayoutDestinationNoted', { partyId: string; destinationId: string }>
  | DomainEvent<'PayoutFailureNoted', { partyId: string; payoutId: string }>
  | DomainEvent<'PayoutPaidNoted', { partyId: string; payoutId: string }>
  | DomainEvent<'VolumeNoted', { partyId: string; direction: Direction; thresholdId: string }>;

/** Stream `identity.verification-<partyId>`. */
export const verificationStorage = {
  category: 'identity.verification',
  schemaVersions: {
    VerificationOpened: 1,
    CapabilitiesWanted: 1,
    VerificationSubmitted: 1,
    VerificationStarted: 1,
    ReviewPassed: 1,
    FraudSuspected: 1,
    PartyVerified: 1,
    VerificationNeedsMore: 1,
    VerificationRejected: 1,
    CapabilityEnabled: 1,
    CapabilityDisabled: 1,
    RequirementDue: 1,
    BillingMethodNoted: 1,
    PayoutDestinationNoted: 1,
    PayoutFailureNoted: 1,
    PayoutPaidNoted: 1,
    VolumeNoted: 1,
  },
  personal: { VerificationSubmitted: { documents: { subject: 'partyId', purpose: 'kyc' } } },
} as const satisfies StorageContract<VerificationEvent>;
