import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, money, oneOf } from '../schema/fields.js';

/** Part of a hold may be paid (contracts.md, Facts told). */
export const partialReleaseApprovedV1 = defineFactSchema({
  name: 'PartialReleaseApproved',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'part of a hold may be paid',
  data: {
    contractId: id,
    milestoneId: id,
    releaseId: id,
    amount: money,
    payeePartyId: id,
    approvedBy: oneOf('client'),
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    releaseId: 'e1692ab5-9544-5651-89de-34067839ea05',
    amount: { amount: '20000', currency: 'USD' },
    payeePartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    approvedBy: 'client',
  },
});
export type PartialReleaseApprovedData = DataOf<typeof partialReleaseApprovedV1>;
export type PartialReleaseApproved = FactOf<typeof partialReleaseApprovedV1>;
