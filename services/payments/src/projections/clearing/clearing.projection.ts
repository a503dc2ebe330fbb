import { defineProjection } from '@guildhall/event-sourcing';
import { escrowStorage, type EscrowEvent } from '../../domain/escrow/escrow.events.js';
import { walletStorage, type WalletEvent } from '../../domain/wallet/wallet.events.js';
import { postingsOf, signed } from '../posted.js';

/** A balance that is not zero and should be one day: who owns it and since when (I15). Instants: business time, and the store's. */
export type ClearingDocument = Readonly<{
  account: string;
  kind: 'transfer' | 'payout' | 'escrow';
  currency: string;
  balance: string;
  owner: Readonly<{ stream: string; event: string; eventId: string }>;
  since: string;
  recordedAt: string;
}>;

const kindOf = (account: string): ClearingDocument['kind'] | null => {
  if (account.startsWith('clearing:transfer:')) return 'transfer';
  if (account.startsWith('clearing:payout:')) return 'payout';
  return account.startsWith('escrow:') ? 'escrow' : null;
};
const idOf = (account: string, currency: string): string => `${account}|${currency}`;

/** Non-zero clearing and escrow accounts; an account at zero leaves. */
export const clearing = defineProjection<EscrowEvent | WalletEvent, ClearingDocument>({
  name: 'clearing',
  version: 2,
  from: [escrowStorage.category, walletStorage.category],
  indexes: [{ key: { recordedAt: 1 } }, { key: { kind: 1, recordedAt: 1 } }, { key: { kind: 1, balance: 1 } }],
  ids: ({ data }) => [
    ...new Set(
      postingsOf(data)
        .filter(({ account }) => kindOf(account) !== null)
        .map(({ account, currency }) => idOf(account, currency)),
    ),
  ],
  reduce(document, { id: eventId, type, data, stream, occurredAt: since, recordedAt }, id) {
    const own = postingsOf(data).filter(({ account, currency }) => idOf(account, currency) === id);
    const [first] = own;
    const kind = first && kindOf(first.account);
    if (!first || !kind) return document;
    const balance = own.reduce((sum, posting) => sum + signed(posting, 'credit'), BigInt(document?.balance ?? '0'));
    if (balance === 0n) return null;
    if (document) return { ...document, balance: balance.toString() };
    const { account, currency } = first;
    return { account, kind, currency, balance: balance.toString(), owner: { stream, event: type, eventId }, since, recordedAt };
  },
});
