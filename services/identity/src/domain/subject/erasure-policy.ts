import type { Instant } from '@guildhall/kernel';
import data from '../policies/erasure-v1.json' with { type: 'json' };

/**
 * `legalHoldYears`: from the closing of the account. Purposes are those of keys: held ones wait for the end of the
 * hold, if there is one. `source`: the law that asks for it. `remains`: what no erasure takes, in words for the person.
 */
export type ErasurePolicy = Readonly<{
  version: string;
  source: string;
  legalHoldYears: number;
  heldPurposes: readonly string[];
  erasedPurposes: readonly string[];
  remains: readonly Readonly<{ what: string; because: string }>[];
}>;

export const erasurePolicy: ErasurePolicy = data;

/** End of the legal hold of an account that was closed at `closedAt`: the same day and time some years later, 28 February for the 29th. */
export const holdEnd = (closedAt: Instant): Instant => {
  const end = new Date(closedAt);
  const month = end.getUTCMonth();
  end.setUTCFullYear(end.getUTCFullYear() + erasurePolicy.legalHoldYears);
  if (end.getUTCMonth() !== month) end.setUTCDate(0);
  return end.toISOString();
};
