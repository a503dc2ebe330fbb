import { kindOf } from '../accounts.js';
import { finding, type Finding, type Rule } from '../rule.js';

/** I1 and I5: a transfer is credited once and debited once, by the same amount; a finished one leaves nothing in clearing. */
export const transfers = (): Rule => {
  const open = new Map<string, Readonly<{ minor: bigint; currency: string }>>();
  const done = new Set<string>();
  return {
    take({ postings }) {
      return postings.flatMap(({ account, direction, minor, currency }): readonly Finding[] => {
        const kind = kindOf(account);
        if (kind !== 'clearing:transfer' && kind !== 'clearing:payout') return [];
        const sent = open.get(account);
        if (direction === 'credit') {
          open.set(account, { minor, currency });
          return sent || done.has(account) ? [finding('I5', `${account} is credited again`)] : [];
        }
        if (done.has(account)) return [finding('I5', `${account} is taken again`)];
        open.delete(account);
        done.add(account);
        if (!sent) return [finding('I1', `${account} is taken before it was sent`)];
        const left = sent.minor - minor;
        return left === 0n && sent.currency === currency ? [] : [finding('I1', `${left} ${sent.currency} stay in ${account}`)];
      });
    },
  };
};
