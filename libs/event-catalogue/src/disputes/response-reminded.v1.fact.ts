import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, instant, ordinal } from '../schema/fields.js';

/** The default outcome comes at that instant (disputes.md, Facts told). `reminder`: 1 for the first. */
export const responseRemindedV1 = defineFactSchema({
  name: 'ResponseReminded',
  version: 1,
  owner: 'disputes',
  key: 'contractId',
  says: 'the default outcome comes at that instant',
  data: {
    disputeId: id,
    contractId: id,
    milestoneId: id,
    partyId: id,
    reminder: ordinal,
    respondBy: instant,
  },
  example: {
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    reminder: 1,
    respondBy: '2026-03-14T00:00:00.000Z',
  },
});
export type ResponseRemindedData = DataOf<typeof responseRemindedV1>;
export type ResponseReminded = FactOf<typeof responseRemindedV1>;
