import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, country, id, instant } from '../schema/fields.js';

/** A payout destination was set or replaced; usable after the cool-down (payments.md, Facts told). */
export const payoutDestinationChangedV1 = defineFactSchema({
  name: 'PayoutDestinationChanged',
  version: 1,
  owner: 'payments',
  key: 'partyId',
  says: 'a payout destination was set or replaced; usable after the cool-down',
  data: {
    partyId: id,
    destinationId: id,
    method: code,
    country,
    usableFrom: instant,
  },
  example: {
    partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    destinationId: 'b256864d-81e7-5b32-b6c1-24380695bc4d',
    method: 'bank_transfer',
    country: 'AT',
    usableFrom: '2026-03-05T09:30:00.000Z',
  },
});
export type PayoutDestinationChangedData = DataOf<typeof payoutDestinationChangedV1>;
export type PayoutDestinationChanged = FactOf<typeof payoutDestinationChangedV1>;
