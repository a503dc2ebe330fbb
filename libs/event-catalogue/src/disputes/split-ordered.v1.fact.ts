import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, money, oneOf } from '../schema/fields.js';

/**
 * The money order of a ruling or settlement (disputes.md, Facts told). toFreelancer + toClient = amount, gross.
 * A default outcome is a ruling; `basisId`: its rulingId, or the id of the settlement.
 */
export const splitOrderedV1 = defineFactSchema({
  name: 'SplitOrdered',
  version: 1,
  owner: 'disputes',
  key: 'contractId',
  says: 'the money order of a ruling or settlement',
  data: {
    splitId: id,
    disputeId: id,
    basis: oneOf('ruling', 'settlement'),
    basisId: id,
    contractId: id,
    milestoneId: id,
    amount: money,
    toFreelancer: money,
    toClient: money,
    payeePartyId: id,
  },
  example: {
    splitId: '985c5690-b59d-5f41-97ac-de634c1f7f42',
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    basis: 'ruling',
    basisId: 'a6aa6923-3269-5da9-a6e1-02ec74ae9ec2',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    amount: { amount: '40000', currency: 'USD' },
    toFreelancer: { amount: '24000', currency: 'USD' },
    toClient: { amount: '16000', currency: 'USD' },
    payeePartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
  },
});
export type SplitOrderedData = DataOf<typeof splitOrderedV1>;
export type SplitOrdered = FactOf<typeof splitOrderedV1>;
