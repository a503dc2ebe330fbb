import { behaviourOf, Book, kindOf, type NormalSide } from './accounts.js';
import { Fields, postingsOf, type LedgerEvent } from './ledger-event.js';

/** One line of the trial balance: all accounts of a kind in one currency, in minor units. `balance` is in the normal direction. */
export type TrialBalanceLine = Readonly<{
  kind: string;
  currency: string;
  normal: NormalSide;
  accounts: number;
  debits: bigint;
  credits: bigint;
  balance: bigint;
}>;
/** Per currency, debits equal credits; `difference` is what is missing. */
export type TrialBalanceTotal = Readonly<{ currency: string; debits: bigint; credits: bigint; difference: bigint }>;
export type TrialBalance = Readonly<{ lines: readonly TrialBalanceLine[]; totals: readonly TrialBalanceTotal[] }>;

/** The trial balance of a book, sorted by currency and kind. */
export const trialBalanceOf = (book: Book): TrialBalance => {
  const lines = new Map<string, TrialBalanceLine>();
  const totals = new Map<string, TrialBalanceTotal>();
  for (const { account, currency, debits, credits } of book.all()) {
    const kind = kindOf(account);
    const normal = behaviourOf(account)?.normal ?? 'credit';
    const line = lines.get(`${currency}|${kind}`) ?? {
      kind,
      currency,
      normal,
      accounts: 0,
      debits: 0n,
      credits: 0n,
      balance: 0n,
    };
    const balance = line.balance + (normal === 'debit' ? debits - credits : credits - debits);
    const sums = { debits: line.debits + debits, credits: line.credits + credits };
    lines.set(`${currency}|${kind}`, { ...line, ...sums, accounts: line.accounts + 1, balance });
    const total = totals.get(currency) ?? { currency, debits: 0n, credits: 0n, difference: 0n };
    const both = { debits: total.debits + debits, credits: total.credits + credits };
    totals.set(currency, { currency, ...both, difference: both.debits - both.credits });
  }
  const byName = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  return { lines: byName, totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
};

/** The trial balance of a log, from postings alone. Throws `Unreadable` on postings that are none. */
export const trialBalance = (events: Iterable<LedgerEvent>): TrialBalance => {
  const book = new Book();
  for (const { data } of events) for (const posting of postingsOf(new Fields(data))) book.post(posting);
  return trialBalanceOf(book);
};
