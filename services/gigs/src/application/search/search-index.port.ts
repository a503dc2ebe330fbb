import type { Money } from '@guildhall/kernel';

/** A gig on sale as search knows it. */
export type SearchDocument = Readonly<{
  gigId: string;
  gigVersion: number;
  freelancerPartyId: string;
  roleId: string;
  /** The category and all above it. */
  categoryIds: readonly string[];
  title: string;
  description: string;
  /** Ids, and the words that people use for them. */
  skills: readonly string[];
  skillWords: readonly string[];
  placeWords: readonly string[];
  languages: readonly Readonly<{ code: string; level: string }>[];
  /** Cheapest package in each currency of the gig. */
  fromPrices: readonly Money[];
}>;

/** A word of a document that a word of the query met, and what it adds to the relevance. */
export type Contribution = Readonly<{ field: string; term: string; value: number }>;
export type TextHit = Readonly<{ gigId: string; relevance: number; contributions: readonly Contribution[] }>;

/** Finds gigs by text, in memory. Implementations hold no truth: they are filled from the log at each start. */
export interface SearchIndex {
  /** Changes when the same documents would be found in another way: cursors of another version are refused. */
  readonly version: string;
  put(document: SearchDocument): void;
  remove(gigId: string): void;
  get(gigId: string): SearchDocument | undefined;
  all(): Iterable<SearchDocument>;
  /** Documents that hold every word of the text or one much like it; typing errors are forgiven. */
  find(text: string): readonly TextHit[];
}
export const SEARCH_INDEX = Symbol('SEARCH_INDEX');
