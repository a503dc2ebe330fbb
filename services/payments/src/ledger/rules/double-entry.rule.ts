import { behaviourOf } from '../accounts.js';
import { placeOf, sum, type Posted } from '../ledger-event.js';
import { finding, type Finding, type Rule } from '../rule.js';
import { asWritten, prescribed } from './templates.js';

const currenciesOf = (postings: readonly Posted[]): readonly string[] => [...new Set(postings.map(({ currency }) => currency))];

const balanced = (postings: readonly Posted[]): readonly Finding[] =>
  currenciesOf(postings).flatMap((currency) => {
    const side = (direction: Posted['direction']): bigint =>
      sum(
        postings.filter((posting) => posting.currency === currency && posting.direction === direction).map(({ minor }) => minor),
      );
    const [debits, credits] = [side('debit'), side('credit')];
    return debits === credits ? [] : [finding('I1', `debits ${debits}, credits ${credits} ${currency}`)];
  });

/** An account belongs to the one stream that may touch it; platform, cash and clearing legs ride along. */
const isForeign = (stream: string, account: string): boolean => {
  const { aggregate, key } = placeOf(stream);
  const [kind, owner] = account.split(':');
  return (kind === 'wallet' || kind === 'escrow') && (kind !== aggregate || owner !== key);
};

/**
 * I1 and I9: every event that moves money, and no other, carries postings: balanced, in one currency, on accounts of the chart and
 * of its own stream, exactly as the template of its type says.
 */
export const doubleEntry = (): Rule => {
  const paid = new Set<string>();
  return {
    take({ event, aggregate, key, fields, postings }) {
      const found: Finding[] = [...balanced(postings)];
      const currencies = currenciesOf(postings);
      if (currencies.length > 1) found.push(finding('I9', `one entry in ${currencies.join(' and ')}`));
      for (const { account } of postings) {
        if (!behaviourOf(account)) found.push(finding('I1', `${account} is not in the chart of accounts`));
        if (isForeign(event.stream, account)) found.push(finding('I1', `${account} belongs to another stream`));
      }
      const template = prescribed(aggregate, event.type, fields, { key, isPaid: (payoutId) => paid.has(payoutId) });
      if (template === null && postings.length > 0) found.push(finding('I1', `${event.type} moves no money, yet has postings`));
      const [is, should] = [asWritten(postings).join(', '), (template ?? []).join(', ')];
      if (template !== null && is !== should)
        found.push(finding('I1', `posted ${is || 'nothing'}, prescribed ${should || 'nothing'}`));
      if (aggregate === 'wallet' && event.type === 'PayoutSettled') paid.add(fields.text('payoutId'));
      return found;
    },
  };
};
