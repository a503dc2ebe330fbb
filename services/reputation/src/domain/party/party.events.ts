import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';
import type { Credibility, Outcome, Side } from '../score/evidence.js';

/** A review as its subject's profile takes it. `side`: that of the subject. */
export type GivenRating = {
  reviewId: string;
  contractId: string;
  raterPartyId: string;
  subjectPartyId: string;
  side: Side;
  roleId: string;
  outcomes: readonly Outcome[];
  factIds: readonly string[];
  at: Instant;
};

export type PartyEvent =
  | DomainEvent<
      'PayerValidationSeen',
      { instrumentId: string; method: string; country: string; checkKind: string; validatedAt: Instant }
    >
  | DomainEvent<
      'RestrictionBegan',
      {
        restrictionId: string;
        stage: string;
        scope: readonly string[];
        reasonCode: string;
        reviewDate: string;
        sourceRevision: string;
        beganAt: Instant;
      }
    >
  | DomainEvent<'RestrictionEnded', { restrictionId: string; cause: string; sourceRevision: string; endedAt: Instant }>
  | DomainEvent<'AccountClosureSeen', { partyId: string; accountId: string; closedAt: Instant }>
  | DomainEvent<'BriefSeen', { partyId: string; briefId: string; publishedAt: Instant }>
  | DomainEvent<'BriefClosureSeen', { partyId: string; briefId: string; reason: string; hired: number; closedAt: Instant }>
  /** A review that the party wrote, with how far the party is believed; said again when that changes. */
  | DomainEvent<
      'RatingWeighed',
      {
        rating: GivenRating;
        credibility: Credibility;
        /** Counts the weighings of this review: a lower one is old. */
        weighing: number;
      }
    >;

/** Stream `reputation.party-<partyId>`: what is heard of a party, and how far its own reviews are believed. */
export const partyStorage = {
  category: 'reputation.party',
  schemaVersions: {
    PayerValidationSeen: 1,
    RestrictionBegan: 1,
    RestrictionEnded: 1,
    AccountClosureSeen: 1,
    BriefSeen: 1,
    BriefClosureSeen: 1,
    RatingWeighed: 1,
  },
} as const satisfies StorageContract<PartyEvent>;
