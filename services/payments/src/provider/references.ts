import { isUuid } from '@guildhall/kernel';

/** What one of our effects at the provider belongs to; it travels as the provider's `reference`, so a webhook names its stream. */
export type Reference =
  | Readonly<{ kind: 'charge'; fundingId: string; attempt: number }>
  | Readonly<{ kind: 'refund'; partyId: string; refundId: string }>
  | Readonly<{ kind: 'payout'; partyId: string; payoutId: string }>;

/** Text of a reference, e.g. `payout/<partyId>/<payoutId>`. */
export const referenceOf = (reference: Reference): string => {
  switch (reference.kind) {
    case 'charge':
      return `charge/${reference.fundingId}/${reference.attempt}`;
    case 'refund':
      return `refund/${reference.partyId}/${reference.refundId}`;
    case 'payout':
      return `payout/${reference.partyId}/${reference.payoutId}`;
  }
};

/** The reverse; null for a text that is none of ours. */
export const parseReference = (text: string): Reference | null => {
  const [kind, owner = '', own = '', ...rest] = text.split('/');
  if (rest.length > 0 || !isUuid(owner)) return null;
  if (kind === 'charge' && /^[1-9][0-9]{0,5}$/.test(own)) return { kind, fundingId: owner, attempt: Number(own) };
  if (!isUuid(own)) return null;
  if (kind === 'refund') return { kind, partyId: owner, refundId: own };
  return kind === 'payout' ? { kind, partyId: owner, payoutId: own } : null;
};
