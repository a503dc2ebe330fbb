import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';
import type { Side } from '../score/evidence.js';

export type Rating = Readonly<{ name: string; rating: number }>;
export type Window = {
  contractId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  roleId: string;
  flags: readonly string[];
  endedAt: Instant;
  closesAt: Instant;
};
export type SealedReview = {
  contractId: string;
  side: Side;
  authorPartyId: string;
  authorAccountId: string;
  /** `sha256:<hex>` of the canonical review and a 32-byte salt. */
  commit: string;
  /** Envelope of purpose `seal`: opened by the reveal use case alone. */
  sealed: Readonly<{ v: 1; kid: string; iv: string; ct: string; tag: string }>;
  sealedAt: Instant;
};
/** `sides`: whose reviews are sealed after this event. */
type Sealing = SealedReview & { sides: readonly Side[] };

export type ReviewsEvent =
  | DomainEvent<'ReviewWindowOpened', Window>
  | DomainEvent<'ReviewSealed', Sealing>
  | DomainEvent<'ReviewResealed', Sealing>
  /** All the money went back after the window had opened: the reviews stay, with this flag. */
  | DomainEvent<'ReviewsFlagged', { contractId: string; flag: string }>
  | DomainEvent<
      'ReviewPublished',
      {
        reviewId: string;
        contractId: string;
        /** The author's side. */
        side: Side;
        authorPartyId: string;
        authorAccountId: string;
        subjectPartyId: string;
        roleId: string;
        dimensions: readonly Rating[];
        /** Personal: stored again under the author's key. */
        text: string;
        /** Personal: for the author's eyes, and in no score. */
        privateNote: string;
        flags: readonly string[];
        commit: string;
        /** Hex; shown after the reveal, so that anyone concerned checks the commit. */
        salt: string;
        revealedAt: Instant;
      }
    >
  | DomainEvent<'ReviewWindowClosed', { contractId: string; clientPartyId: string; freelancerPartyId: string }>;

/** Stream `reputation.reviews-<contractId>`: both sealed reviews and their reveal. */
export const reviewsStorage = {
  category: 'reputation.reviews',
  schemaVersions: {
    ReviewWindowOpened: 1,
    ReviewSealed: 1,
    ReviewResealed: 1,
    ReviewsFlagged: 1,
    ReviewPublished: 1,
    ReviewWindowClosed: 1,
  },
  personal: {
    ReviewPublished: {
      text: { subject: 'authorAccountId', purpose: 'content' },
      privateNote: { subject: 'authorAccountId', purpose: 'content' },
    },
  },
} as const satisfies StorageContract<ReviewsEvent>;
