import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, instant, ordinal } from '../schema/fields.js';

/** The work will approve itself at that instant (contracts.md, Facts told). `reminder`: 1 for the first of this submission. */
export const approvalRemindedV1 = defineFactSchema({
  name: 'ApprovalReminded',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'the work will approve itself at that instant',
  data: {
    contractId: id,
    milestoneId: id,
    deliverableVersion: ordinal,
    clientPartyId: id,
    reminder: ordinal,
    autoApproveAt: instant,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    deliverableVersion: 2,
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    reminder: 1,
    autoApproveAt: '2026-03-29T00:00:00.000Z',
  },
});
export type ApprovalRemindedData = DataOf<typeof approvalRemindedV1>;
export type ApprovalReminded = FactOf<typeof approvalRemindedV1>;
