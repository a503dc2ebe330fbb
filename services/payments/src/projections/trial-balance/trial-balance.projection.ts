import { defineProjection } from '@guildhall/event-sourcing';
import { escrowStorage, type EscrowEvent } from '../../domain/escrow/escrow.events.js';
import type { Posting } from '../../domain/ledger/postings.js';
import { walletStorage, type WalletEvent } from '../../domain/wallet/wallet.events.js';
import { postingsOf } from '../posted.js';

/** Turnover of one kind of account in one currency, minor units as text. */
export type TrialBalanceDocument = Readonly<{ account: string; currency: string; debit: string; credit: string }>;

/** Kind of an account: ids of parties, contracts, milestones, transfers and payouts taken out of its name. */
export const accountKind = (account: string): string => {
  const [head = '', second = '', third = '', fourth] = account.split(':');
  switch (head) {
    case 'wallet':
      return `wallet:${third}`;
    case 'escrow':
      return fourth === undefined ? 'escrow:held' : `escrow:${fourth}`;
    case 'clearing':
      return `clearing:${second}`;
    default:
      return account;
  }
};

const idOf = ({ account, currency }: Posting): string => `${accountKind(account)}|${currency}`;

/** Debits and credits of all postings, by kind of account and currency; their sums are equal in every currency. */
export const trialBalance = defineProjection<EscrowEvent | WalletEvent, TrialBalanceDocument>({
  name: 'trial-balance',
  version: 1,
  from: [escrowStorage.category, walletStorage.category],
  ids: ({ data }) => [...new Set(postingsOf(data).map(idOf))],
  reduce(document, { data }, id) {
    const own = postingsOf(data).filter((posting) => idOf(posting) === id);
    const [first] = own;
    if (!first) return document;
    const sum = (direction: Posting['direction'], before: string): string =>
      own
        .filter((posting) => posting.direction === direction)
        .reduce((total, { amount }) => total + BigInt(amount), BigInt(before))
        .toString();
    const { account, currency } = first;
    const before = document ?? { account: accountKind(account), currency, debit: '0', credit: '0' };
    return { ...before, debit: sum('debit', before.debit), credit: sum('credit', before.credit) };
  },
});
