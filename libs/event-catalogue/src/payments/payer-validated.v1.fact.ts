import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, country, id } from '../schema/fields.js';

/** A billing method was verified (payments.md, Facts told). */
export const payerValidatedV1 = defineFactSchema({
  name: 'PayerValidated',
  version: 1,
  owner: 'payments',
  key: 'partyId',
  says: 'a billing method was verified',
  data: {
    partyId: id,
    instrumentId: id,
    method: code,
    country,
    checkKind: code,
  },
  example: {
    partyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    instrumentId: 'b2b5f787-1e51-5b0c-a64c-894246d276af',
    method: 'card',
    country: 'AT',
    checkKind: 'micro_charge',
  },
});
export type PayerValidatedData = DataOf<typeof payerValidatedV1>;
export type PayerValidated = FactOf<typeof payerValidatedV1>;
