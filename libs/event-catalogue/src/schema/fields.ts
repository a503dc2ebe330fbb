import type { Money } from '@guildhall/kernel';
import { asPublic, type Field } from './field.js';

const text = (pattern: string): Field<string> => ({ schema: { type: 'string', pattern, 'x-guildhall-class': 'internal' } });

/** UUID of any version; class internal, as all ids that point at people or their business. */
export const id: Field<string> = { schema: { type: 'string', format: 'uuid', 'x-guildhall-class': 'internal' } };

/** UUID that everybody may see: gigs and briefs. */
export const publicId: Field<string> = asPublic(id);

/** Technical id or version that is no UUID, e.g. `kyc-1`, `GH-2026-000001`, `fee.v1`. */
export const token: Field<string> = text('^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$');

/** Version of a policy, score or table, as `policyRefs` names it. */
export const policyVersion: Field<string> = asPublic(token);

/** Stable word of the product in lower case, e.g. `offer_expired`, `rejected.fraud`. Open: a service may add words. */
export const code: Field<string> = text('^[a-z0-9][a-z0-9_.-]{0,63}$');

/** Id of a work role (table of the product page), a category or a skill. Open: later table versions add rows. */
export const publicCode: Field<string> = asPublic(code);

/** One word of a closed list; a new word is a breaking change, because consumers switch over it. */
export const oneOf = <const W extends string>(...words: readonly W[]): Field<W> => ({
  schema: { type: 'string', enum: words, 'x-guildhall-class': 'internal' },
});

/** UTC instant, ISO 8601 with `Z`. */
export const instant: Field<string> = {
  schema: { type: 'string', format: 'date-time', pattern: '^[^ ]+T[0-9:]{8}([.][0-9]{1,9})?Z$', 'x-guildhall-class': 'internal' },
};

/** Calendar day in UTC, `2026-03-15`. */
export const day: Field<string> = { schema: { type: 'string', format: 'date', 'x-guildhall-class': 'internal' } };

/** SHA-256 as `sha256:<hex>`. */
export const hash: Field<string> = text('^sha256:[0-9a-f]{64}$');

/** Stream revision or log position, a decimal string (64 bits do not fit a JSON number). */
export const revision: Field<string> = text('^(0|[1-9][0-9]{0,18})$');

/** Name of a stream, `<service>.<aggregate>-<key>`. */
export const streamName: Field<string> = text('^[a-z]+[.][a-z]+-[A-Za-z0-9._-]{1,128}$');

/** ISO 4217 code. */
export const currency: Field<string> = text('^[A-Z]{3}$');

/** Money of the kernel, never negative: integer string of minor units with its currency. One leaf. */
export const money: Field<Money> = {
  schema: {
    type: 'object',
    properties: {
      amount: { type: 'string', pattern: '^(0|[1-9][0-9]{0,17})$' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
    required: ['amount', 'currency'],
    additionalProperties: false,
    'x-guildhall-class': 'internal',
  },
};

/** Whole number of at least 0. */
export const count: Field<number> = { schema: { type: 'integer', minimum: 0, 'x-guildhall-class': 'internal' } };

/** Whole number of at least 1: versions, attempts, units. */
export const ordinal: Field<number> = { schema: { type: 'integer', minimum: 1, 'x-guildhall-class': 'internal' } };

/** Percent, 0 to 100. */
export const percent: Field<number> = { schema: { type: 'number', minimum: 0, maximum: 100, 'x-guildhall-class': 'internal' } };

/** Share or probability, 0 to 1. */
export const share: Field<number> = { schema: { type: 'number', minimum: 0, maximum: 1, 'x-guildhall-class': 'internal' } };

/** True or false. */
export const flag: Field<boolean> = { schema: { type: 'boolean', 'x-guildhall-class': 'internal' } };

/** ISO 3166-1 alpha-2 code. */
export const country: Field<string> = text('^[A-Z]{2}$');

/** Region where personal data lives, e.g. `eu`. */
export const region: Field<string> = text('^[A-Za-z0-9][A-Za-z0-9-]{0,31}$');

/** Language tag (BCP 47), e.g. `de-AT`. */
export const locale: Field<string> = text('^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$');

/** Time zone of the IANA database, e.g. `Europe/Vienna`. */
export const timeZone: Field<string> = text('^[A-Za-z][A-Za-z0-9_+/-]{1,63}$');
