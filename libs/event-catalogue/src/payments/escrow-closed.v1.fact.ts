import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { currency, id, money } from '../schema/fields.js';

/** Contract completing, nothing held, nothing in transit (payments.md, Facts told). */
export const escrowClosedV1 = defineFactSchema({
  name: 'EscrowClosed',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'contract completing, nothing held, nothing in transit',
  data: {
    contractId: id,
    funded: money,
    released: money,
    refunded: money,
    chargedBack: money,
    currency,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    funded: { amount: '60000', currency: 'USD' },
    released: { amount: '60000', currency: 'USD' },
    refunded: { amount: '0', currency: 'USD' },
    chargedBack: { amount: '0', currency: 'USD' },
    currency: 'USD',
  },
});
export type EscrowClosedData = DataOf<typeof escrowClosedV1>;
export type EscrowClosed = FactOf<typeof escrowClosedV1>;
