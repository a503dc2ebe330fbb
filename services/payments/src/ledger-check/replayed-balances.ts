import type { LedgerEvent } from '../ledger/ledger-event.js';
import type { Posting } from '../domain/ledger/postings.js';
import { postingsOf, signed } from '../projections/posted.js';

/** Balances of one wallet or escrow by replay, in minor units by `<account>|<currency>`; `position` of the last event that moved money. */
export type Replayed = Readonly<{ position: bigint; balances: ReadonlyMap<string, bigint> }>;

/** Credit is the normal side of everything in wallets and escrows but of what a party owes. */
const normalSide = (account: string): Posting['direction'] => (account.endsWith(':owed') ? 'debit' : 'credit');

/** Sums the postings of each owner (`wallet:<party>`, `escrow:<contract>`) out of the log. */
export class ReplayedBalances {
  private readonly owners = new Map<string, { position: bigint; balances: Map<string, bigint> }>();

  take({ data, position }: LedgerEvent): void {
    for (const posting of postingsOf(data)) {
      const [kind = '', key = ''] = posting.account.split(':');
      if (kind !== 'wallet' && kind !== 'escrow') continue;
      const owner = this.owners.get(`${kind}:${key}`) ?? { position, balances: new Map<string, bigint>() };
      const name = `${posting.account}|${posting.currency}`;
      owner.balances.set(name, (owner.balances.get(name) ?? 0n) + signed(posting, normalSide(posting.account)));
      owner.position = position;
      this.owners.set(`${kind}:${key}`, owner);
    }
  }

  of(kind: 'wallet' | 'escrow'): ReadonlyMap<string, Replayed> {
    const prefix = `${kind}:`;
    const own = [...this.owners].filter(([name]) => name.startsWith(prefix));
    return new Map(own.map(([name, replayed]) => [name.slice(prefix.length), replayed]));
  }
}
