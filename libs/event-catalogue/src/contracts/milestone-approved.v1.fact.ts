import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { hash, id, instant, money, oneOf, ordinal, token } from '../schema/fields.js';

/** The rest of the hold may be paid (contracts.md, Facts told). */
export const milestoneApprovedV1 = defineFactSchema({
  name: 'MilestoneApproved',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'the rest of the hold may be paid',
  data: {
    contractId: id,
    milestoneId: id,
    releaseId: id,
    deliverableVersion: ordinal,
    contentHash: hash,
    amount: money,
    payeePartyId: id,
    protection: oneOf('covered', 'not_covered'),
    ruleId: token,
    approvedBy: oneOf('client', 'timer'),
    approvedAt: instant,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    releaseId: 'e1692ab5-9544-5651-89de-34067839ea05',
    deliverableVersion: 2,
    contentHash: 'sha256:00e13ed7af55b27622f1d6eab5bec0147e68efe28dc2b12461117afa1a5ed40e',
    amount: { amount: '60000', currency: 'USD' },
    payeePartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    protection: 'covered',
    ruleId: 'fixed.funded',
    approvedBy: 'client',
    approvedAt: '2026-03-15T10:00:00.000Z',
  },
});
export type MilestoneApprovedData = DataOf<typeof milestoneApprovedV1>;
export type MilestoneApproved = FactOf<typeof milestoneApprovedV1>;
