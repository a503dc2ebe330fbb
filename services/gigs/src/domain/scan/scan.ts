import { minorOf, type Money } from '@guildhall/kernel';
import policy from '../policies/gigs-v1.json' with { type: 'json' };

/** Verdict of the scan of a post: a clean one is published by rule, any other waits for an operator. */
export type ScanVerdict = Readonly<{ clean: 'yes' }> | Readonly<{ clean: 'no'; ruleId: string; reasonCode: string }>;

const { version, tooGoodAbove, contactPatterns } = policy.scan;
const limits = tooGoodAbove as Readonly<Record<string, string>>;
const contacts = contactPatterns.map(({ reasonCode, pattern }) => ({ reasonCode, expression: new RegExp(pattern, 'iu') }));

/** Kind of contact data in public text, e.g. `email_address`; null where there is none. */
export const contactIn = (text: string): string | null =>
  contacts.find(({ expression }) => expression.test(text))?.reasonCode ?? null;

/** gigs.md, Fraud scan of posts: off-platform contact, too-good offers, duplicate text, in this order. */
export const scanPost = ({
  texts,
  highest,
  duplicateOf,
}: Readonly<{ texts: readonly string[]; highest: readonly Money[]; duplicateOf: string | null }>): ScanVerdict => {
  const contact = texts.map(contactIn).find((found) => found !== null);
  if (contact) return { clean: 'no', ruleId: `${version}/contact`, reasonCode: contact };
  const tooGood = highest.some((price) => {
    const limit = limits[price.currency];
    return limit !== undefined && minorOf(price) > BigInt(limit);
  });
  if (tooGood) return { clean: 'no', ruleId: `${version}/too-good`, reasonCode: 'too_good_offer' };
  if (duplicateOf !== null) return { clean: 'no', ruleId: `${version}/duplicate`, reasonCode: 'duplicate_text' };
  return { clean: 'yes' };
};
