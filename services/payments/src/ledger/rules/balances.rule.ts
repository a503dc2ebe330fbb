import { behaviourOf } from '../accounts.js';
import type { Fields } from '../ledger-event.js';
import { finding, type Finding, type Rule, type Seen } from '../rule.js';

type Move = Readonly<{ releaseId: string; part: string; minor: bigint; currency: string }>;
const moveOf = (fields: Fields, sign: 1n | -1n): Move => {
  const { minor, currency } = fields.amount('amount');
  return { releaseId: fields.text('releaseId'), part: fields.text('part'), minor: sign * minor, currency };
};

/** What an event of a wallet does to its pending lines, from its data. */
const pendingMoves = ({ event, fields }: Seen): readonly Move[] => {
  switch (event.type) {
    case 'EarningsCredited': {
      const { minor, currency } = fields.amount('net');
      return [{ releaseId: fields.text('releaseId'), part: fields.text('part'), minor, currency }];
    }
    case 'EarningsCleared':
      return [moveOf(fields, -1n)];
    case 'AmountFrozen':
      return fields.text('source') === 'pending' ? [moveOf(fields, -1n)] : [];
    case 'AmountUnfrozen':
      return fields.text('source') === 'pending' ? [moveOf(fields, 1n)] : [];
    case 'ReleasedRefundSent':
    case 'ReleasedSplit':
      return fields.list('fromPending').map((part) => moveOf(part, -1n));
    default:
      return [];
  }
};

/** I2: no wallet, escrow or clearing account is below zero after any event, no debt turns into credit, no pending line is overdrawn. */
export const balances = (): Rule => {
  const lines = new Map<string, bigint>();
  const totals = new Map<string, bigint>();
  const add = (map: Map<string, bigint>, name: string, minor: bigint): bigint => {
    const after = (map.get(name) ?? 0n) + minor;
    map.set(name, after);
    return after;
  };
  const pending = (seen: Seen): readonly Finding[] => {
    if (seen.aggregate !== 'wallet') return [];
    const moves = pendingMoves(seen);
    const overdrawn = moves.flatMap(({ releaseId, part, minor, currency }) => {
      const left = add(lines, `${seen.key}|${releaseId}|${part}|${currency}`, minor);
      add(totals, `${seen.key}|${currency}`, minor);
      return left < 0n ? [finding('I2', `the pending line ${releaseId}/${part} is at ${left} ${currency}`)] : [];
    });
    const uneven = [...new Set(moves.map(({ currency }) => currency))].flatMap((currency) => {
      const total = totals.get(`${seen.key}|${currency}`) ?? 0n;
      const posted = seen.book.of(`wallet:${seen.key}:pending`, currency).minor;
      return total === posted ? [] : [finding('I2', `pending lines sum to ${total}, the account holds ${posted} ${currency}`)];
    });
    return [...overdrawn, ...uneven];
  };
  return {
    take(seen) {
      const touched = new Map(seen.postings.map(({ account, currency }) => [`${account}|${currency}`, { account, currency }]));
      const below = [...touched.values()].flatMap(({ account, currency }) => {
        const { minor } = seen.book.of(account, currency);
        const never = behaviourOf(account)?.belowZero === 'never';
        return never && minor < 0n ? [finding('I2', `${account} is at ${minor} ${currency}`)] : [];
      });
      return [...below, ...pending(seen)];
    },
  };
};
