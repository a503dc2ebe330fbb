import type { Posted } from './ledger-event.js';

/** Which side of an account is its normal one (payments.md, Chart of accounts). */
export type NormalSide = 'debit' | 'credit';

/** Kind of an account without the ids in its name: `wallet:<party>:pending` is `wallet:pending`. */
export const kindOf = (account: string): string => {
  const parts = account.split(':');
  switch (parts[0]) {
    case 'wallet':
      return `wallet:${parts[2] ?? ''}`;
    case 'escrow':
      return parts[3] === undefined ? 'escrow' : `escrow:${parts[3]}`;
    case 'clearing':
      return `clearing:${parts[1] ?? ''}`;
    case 'cash':
    case 'revenue':
      return account;
    case undefined:
    default:
      return `unknown:${account}`;
  }
};

const KINDS: Readonly<Record<string, Readonly<{ normal: NormalSide; belowZero: 'never' | 'allowed' }>>> = {
  'wallet:funding': { normal: 'credit', belowZero: 'never' },
  'wallet:pending': { normal: 'credit', belowZero: 'never' },
  'wallet:available': { normal: 'credit', belowZero: 'never' },
  'wallet:frozen': { normal: 'credit', belowZero: 'never' },
  'wallet:owed': { normal: 'debit', belowZero: 'never' },
  escrow: { normal: 'credit', belowZero: 'never' },
  'escrow:frozen': { normal: 'credit', belowZero: 'never' },
  'clearing:transfer': { normal: 'credit', belowZero: 'never' },
  'clearing:payout': { normal: 'credit', belowZero: 'never' },
  'revenue:client_fee': { normal: 'credit', belowZero: 'allowed' },
  'revenue:freelancer_fee': { normal: 'credit', belowZero: 'allowed' },
};

/** How an account behaves; null: it is not in the chart. */
export const behaviourOf = (account: string): Readonly<{ normal: NormalSide; belowZero: 'never' | 'allowed' }> | null => {
  const kind = kindOf(account);
  return kind.startsWith('cash:') ? { normal: 'debit', belowZero: 'allowed' } : (KINDS[kind] ?? null);
};

/** Running balance of one account in one currency; `minor` counts in the account's normal direction. */
export type Balance = Readonly<{
  account: string;
  currency: string;
  minor: bigint;
  debits: bigint;
  credits: bigint;
}>;

/** All balances so far, from postings alone. */
export class Book {
  private readonly entries = new Map<string, Balance>();

  post({ account, direction, minor, currency }: Posted): Balance {
    const before = this.of(account, currency);
    const normal = behaviourOf(account)?.normal ?? 'credit';
    const after: Balance = {
      ...before,
      minor: before.minor + (direction === normal ? minor : -minor),
      debits: before.debits + (direction === 'debit' ? minor : 0n),
      credits: before.credits + (direction === 'credit' ? minor : 0n),
    };
    this.entries.set(`${account}|${currency}`, after);
    return after;
  }

  of(account: string, currency: string): Balance {
    return this.entries.get(`${account}|${currency}`) ?? { account, currency, minor: 0n, debits: 0n, credits: 0n };
  }

  all(): readonly Balance[] {
    return [...this.entries.values()];
  }
}
