import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, money } from '../schema/fields.js';

/** Cancellation, termination, dormancy or pro-rata share (contracts.md, Facts told). */
export const splitAgreedV1 = defineFactSchema({
  name: 'SplitAgreed',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'cancellation, termination, dormancy or pro-rata share',
  data: {
    contractId: id,
    milestoneId: id,
    splitId: id,
    toFreelancer: money,
    toClient: money,
    payeePartyId: id,
    basis: code,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    splitId: '985c5690-b59d-5f41-97ac-de634c1f7f42',
    toFreelancer: { amount: '24000', currency: 'USD' },
    toClient: { amount: '16000', currency: 'USD' },
    payeePartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    basis: 'cancellation',
  },
});
export type SplitAgreedData = DataOf<typeof splitAgreedV1>;
export type SplitAgreed = FactOf<typeof splitAgreedV1>;
