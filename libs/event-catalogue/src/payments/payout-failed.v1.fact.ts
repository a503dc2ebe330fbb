import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, money } from '../schema/fields.js';

/** Money came back and is available again (payments.md, Facts told). */
export const payoutFailedV1 = defineFactSchema({
  name: 'PayoutFailed',
  version: 1,
  owner: 'payments',
  key: 'partyId',
  says: 'money came back and is available again',
  data: {
    payoutId: id,
    partyId: id,
    amount: money,
    method: code,
    reasonCode: code,
  },
  example: {
    payoutId: '87aee98e-6175-5285-a06a-71f581f85c81',
    partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    amount: { amount: '49000', currency: 'USD' },
    method: 'bank_transfer',
    reasonCode: 'account_closed',
  },
});
export type PayoutFailedData = DataOf<typeof payoutFailedV1>;
export type PayoutFailed = FactOf<typeof payoutFailedV1>;
