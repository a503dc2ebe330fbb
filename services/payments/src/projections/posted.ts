import type { Posting } from '../domain/ledger/postings.js';

/** The postings of an event; none where it moves no money. */
export const postingsOf = (data: object): readonly Posting[] =>
  'postings' in data ? (data as Readonly<{ postings: readonly Posting[] }>).postings : [];

/** What a posting adds to a balance with a normal side, in minor units. */
export const signed = ({ direction, amount }: Posting, normal: Posting['direction']): bigint =>
  direction === normal ? BigInt(amount) : -BigInt(amount);

/** A position as text that sorts as it counts. */
export const sortable = (position: bigint): string => position.toString().padStart(20, '0');
