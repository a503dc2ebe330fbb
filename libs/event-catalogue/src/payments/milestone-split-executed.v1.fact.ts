import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, money, revision } from '../schema/fields.js';

/** Both shares of a split have arrived (payments.md, Facts told). `heldPart`: share of the split amount that was held. */
export const milestoneSplitExecutedV1 = defineFactSchema({
  name: 'MilestoneSplitExecuted',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'both shares of a split have arrived',
  data: {
    contractId: id,
    milestoneId: id,
    splitId: id,
    clientPartyId: id,
    freelancerPartyId: id,
    toFreelancer: money,
    toClient: money,
    heldPart: money,
    fee: money,
    heldRemaining: money,
    escrowRevision: revision,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    splitId: '985c5690-b59d-5f41-97ac-de634c1f7f42',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    toFreelancer: { amount: '24000', currency: 'USD' },
    toClient: { amount: '16000', currency: 'USD' },
    heldPart: { amount: '40000', currency: 'USD' },
    fee: { amount: '2400', currency: 'USD' },
    heldRemaining: { amount: '0', currency: 'USD' },
    escrowRevision: '7',
  },
});
export type MilestoneSplitExecutedData = DataOf<typeof milestoneSplitExecutedV1>;
export type MilestoneSplitExecuted = FactOf<typeof milestoneSplitExecutedV1>;
