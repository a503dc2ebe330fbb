import type { Instant, Money } from '@guildhall/kernel';

/** The side of a contract that a party stood on. */
export type Side = 'client' | 'freelancer';

/** One outcome in 0..1: a dimension of a review, or the one of a ruling. */
export type Outcome = Readonly<{ name: string; x: number }>;

/**
 * Step 4: how far a rater is believed. `trust` 0..1, `bias` 0..1, both factors of the weight; `since`: the instant from which the trust
 * holds, absent where none is known.
 */
export type Credibility = Readonly<{ trust: number; bias: number; since?: Instant }>;

/** One item that a score counts or, with `excludedBy`, names and leaves out. */
export type Evidence = Readonly<{
  evidenceId: string;
  kind: 'review' | 'ruling';
  contractId: string;
  /** Whose word or quarrel it is: the client of a freelancer's item and the other way round. */
  counterpartyId: string;
  at: Instant;
  outcomes: readonly Outcome[];
  credibility: Credibility;
  /** What the item is about: of a review the contract's gross released less what went back, of a ruling the amount in dispute. */
  value: Money;
  /** Rule id where the item does not count (R1 …), else absent. */
  excludedBy?: string;
}>;

/** What an item adds to the sums: fixed-point decimal strings. */
export type Contribution = Readonly<{ evidenceId: string; alpha: string; beta: string; notes: readonly string[] }>;

/** Mean outcome of an item, over all its dimensions. */
export const outcomeOf = ({ outcomes }: Pick<Evidence, 'outcomes'>): number =>
  outcomes.reduce((sum, { x }) => sum + x, 0) / Math.max(1, outcomes.length);

/** Step 1: a rating of 1 to 5 as an outcome of 0 to 1. */
export const outcomeOfRating = (rating: number): number => (rating - 1) / 4;
