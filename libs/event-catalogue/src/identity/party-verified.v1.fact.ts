import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { optional } from '../schema/field.js';
import { code, country, id, instant, policyVersion } from '../schema/fields.js';

/** KYC or KYB passed (identity.md, Facts told). `validUntil` is absent when nothing checked expires. */
export const partyVerifiedV1 = defineFactSchema({
  name: 'PartyVerified',
  version: 1,
  owner: 'identity',
  key: 'partyId',
  says: 'KYC or KYB passed',
  data: {
    partyId: id,
    level: code,
    country,
    validUntil: optional(instant),
    policyVersion,
  },
  example: {
    partyId: '6d42924a-b146-518c-8911-c8c29d858083',
    level: 'kyc-2',
    country: 'AT',
    validUntil: '2028-06-30T00:00:00.000Z',
    policyVersion: 'v1',
  },
});
export type PartyVerifiedData = DataOf<typeof partyVerifiedV1>;
export type PartyVerified = FactOf<typeof partyVerifiedV1>;
