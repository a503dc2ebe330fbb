import type { Instant } from '@guildhall/kernel';
import type { Book } from './accounts.js';
import type { Fields, LedgerEvent, Posted } from './ledger-event.js';

/** Invariants that the log alone proves (reliability.md); I6: no gap in revisions and positions. */
export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I8' | 'I9' | 'I13' | 'I14' | 'I15';

/** What is wrong, in one sentence. */
export type Finding = Readonly<{ invariant: Invariant; message: string }>;
export const finding = (invariant: Invariant, message: string): Finding => ({ invariant, message });

/** One event as a rule sees it: `book` already holds its postings. */
export type Seen = Readonly<{
  event: LedgerEvent;
  aggregate: string;
  key: string;
  fields: Fields;
  postings: readonly Posted[];
  book: Book;
}>;

/** The moment at which the end of the log is judged: business time for deadlines, wall time for what must take seconds. */
export type Head = Readonly<{ businessNow: Instant; wallNow: Instant }>;

/** Looks at every event once, in the order of the log, and remembers what it needs; none shares code with the deciders. */
export interface Rule {
  take(seen: Seen): readonly Finding[];
}
