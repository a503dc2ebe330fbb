/** One line of a balanced entry: integer minor units as a string, never zero. */
export type Posting = Readonly<{ account: string; direction: 'debit' | 'credit'; amount: string; currency: string }>;

type Line = Readonly<{ account: string; minor: bigint }>;

/** A line of an entry; lines of zero are left out. */
export const line = (account: string, minor: bigint): Line => ({ account, minor });

/**
 * A balanced entry in one currency. An entry that does not balance is a programming error, so it is thrown as a plain error (I1):
 * nothing is appended.
 */
export const entry = (currency: string, debits: readonly Line[], credits: readonly Line[]): readonly Posting[] => {
  const sum = (lines: readonly Line[]): bigint => lines.reduce((total, { minor }) => total + minor, 0n);
  const negative = [...debits, ...credits].some(({ minor }) => minor < 0n);
  if (negative || sum(debits) !== sum(credits))
    throw new Error(`Entry out of balance: Dr ${sum(debits)}, Cr ${sum(credits)} ${currency}`);
  const posted = (direction: Posting['direction'], lines: readonly Line[]): readonly Posting[] =>
    lines
      .filter(({ minor }) => minor > 0n)
      .map(({ account, minor }) => ({ account, direction, amount: minor.toString(), currency }));
  return [...posted('debit', debits), ...posted('credit', credits)];
};
