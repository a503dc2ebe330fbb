import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, money } from '../schema/fields.js';

/** Money left the platform (payments.md, Facts told). */
export const payoutPaidV1 = defineFactSchema({
  name: 'PayoutPaid',
  version: 1,
  owner: 'payments',
  key: 'partyId',
  says: 'money left the platform',
  data: {
    payoutId: id,
    partyId: id,
    amount: money,
    method: code,
  },
  example: {
    payoutId: '87aee98e-6175-5285-a06a-71f581f85c81',
    partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    amount: { amount: '49000', currency: 'USD' },
    method: 'bank_transfer',
  },
});
export type PayoutPaidData = DataOf<typeof payoutPaidV1>;
export type PayoutPaid = FactOf<typeof payoutPaidV1>;
