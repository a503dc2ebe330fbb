import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { Evidence, Side } from '../score/evidence.js';
import type { Score } from '../score/score.js';

/** Whose score, on which side, in which kind of work. */
export type ScoreKey = { partyId: string; side: Side; roleId: string };

/** An item as it arrives; a review has its value from its contract, a ruling brings its own. */
export type TakenEvidence = Omit<Evidence, 'value' | 'excludedBy'> & {
  amount?: Money;
  factIds: readonly string[];
  /** Counts the weighings of this item: a lower one is old. */
  weighing: number;
};
export type Worth = {
  contractId: string;
  value: Money;
  at: Instant;
  excludedBy?: string;
  factIds: readonly string[];
  /** Counts the valuations of this contract: a lower one is old. */
  valuation: number;
};
/** A published score: its own instant, sums and what each item adds; nothing of it is computed again on reading. */
export type PublishedScore = Score & { scoreVersion: string; asOf: Instant };

export type ProfileEvent =
  | DomainEvent<'EvidenceTaken', ScoreKey & { evidence: TakenEvidence }>
  | DomainEvent<'ContractRevalued', ScoreKey & { worth: Worth }>
  | DomainEvent<'ProfileFrozen', { partyId: string; at: Instant }>
  | DomainEvent<'ScoreRecomputed', ScoreKey & PublishedScore>;

/** Stream `reputation.profile-<partyId>`: evidence and every published score. */
export const profileStorage = {
  category: 'reputation.profile',
  schemaVersions: { EvidenceTaken: 1, ContractRevalued: 1, ProfileFrozen: 1, ScoreRecomputed: 1 },
} as const satisfies StorageContract<ProfileEvent>;
