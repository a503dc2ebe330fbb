import { defineProjection } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import { walletStorage, type WalletEvent } from '../../domain/wallet/wallet.events.js';
import { postingsOf, sortable } from '../posted.js';

export type WalletLine = Readonly<{ account: string; direction: 'debit' | 'credit'; amount: Money }>;
export type WalletEntryDocument = Readonly<{
  partyId: string;
  /** Position in the log, padded: the order of the entries. */
  position: string;
  at: string;
  eventId: string;
  event: string;
  /** What it belongs to, as far as the event names it. */
  refs: Readonly<Record<string, string>>;
  lines: readonly WalletLine[];
}>;

const NAMED = ['contractId', 'milestoneId', 'fundingId', 'releaseId', 'refundId', 'splitId', 'payoutId', 'freezeId'];

/** Every event that moved money of a wallet, with its lines on the wallet's own accounts. */
export const walletEntries = defineProjection<WalletEvent, WalletEntryDocument>({
  name: 'wallet-entries',
  version: 1,
  from: [walletStorage.category],
  indexes: [{ key: { partyId: 1, position: -1 } }],
  ids: ({ id, data }) => (postingsOf(data).length > 0 ? [id] : []),
  reduce(_document, { id, type, data, streamKey: partyId, position, occurredAt: at }) {
    const prefix = `wallet:${partyId}:`;
    const lines = postingsOf(data)
      .filter(({ account }) => account.startsWith(prefix))
      .map(({ account, direction, amount, currency }) => ({
        account: account.slice(prefix.length),
        direction,
        amount: { amount, currency },
      }));
    const named = Object.entries(data).filter(
      ([name, value]) => NAMED.includes(name) && typeof value === 'string' && value !== '',
    );
    const refs = Object.fromEntries(named) as Readonly<Record<string, string>>;
    return { partyId, position: sortable(position), at, eventId: id, event: type, refs, lines };
  },
});
