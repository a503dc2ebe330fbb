import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

export type Side = 'client' | 'freelancer';
export type Rating = Readonly<{ name: string; rating: number }>;
type Sealed = {
  contractId: string;
  side: Side;
  authorPartyId: string;
  authorAccountId: string;
  /** SHA-256 of the canonical review and a 32-byte salt. */
  commit: string;
  /** Envelope of purpose `seal`: opened by the reveal use case alone. */
  sealed: Readonly<Record<string, unknown>>;
  sealedAt: Instant;
};

export type ReviewsEvent =
  | DomainEvent<
      'ReviewWindowOpened',
      {
        contractId: string;
        clientPartyId: string;
        freelancerPartyId: string;
        roleId: string;
        flags: readonly string[];
        endedAt: Instant;
        closesAt: Instant;
      }
    >
  | DomainEvent<'ReviewSealed', Sealed>
  | DomainEvent<'ReviewResealed', Sealed>
  | DomainEvent<
      'ReviewPublished',
      {
        reviewId: string;
        contractId: string;
        side: Side;
        authorPartyId: string;
        authorAccountId: string;
        subjectPartyId: string;
        roleId: string;
        dimensions: readonly Rating[];
        /** Personal: stored again under the author's key. */
        text: string;
        flags: readonly string[];
        commit: string;
        /** Shown after the reveal, so that anyone concerned checks the commit. */
        salt: string;
        revealedAt: Instant;
      }
    >
  | DomainEvent<'ReviewWindowClosed', { contractId: string }>;

/** Stream `reputation.reviews-<contractId>`: both sealed reviews and their reveal. */
export const reviewsStorage = {
  category: 'reputation.reviews',
  schemaVersions: { ReviewWindowOpened: 1, ReviewSealed: 1, ReviewResealed: 1, ReviewPublished: 1, ReviewWindowClosed: 1 },
  personal: { ReviewPublished: { text: { subject: 'authorAccountId', purpose: 'content' } } },
} as const satisfies StorageContract<ReviewsEvent>;
