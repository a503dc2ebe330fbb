import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, money, revision, token } from '../schema/fields.js';
import { refundSource } from '../structures/instructions.js';

/** Money was given back to the client (payments.md, Facts told). `amount` is gross; `feeReturned` counts both fees. */
export const milestoneRefundedV1 = defineFactSchema({
  name: 'MilestoneRefunded',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'money was given back to the client',
  data: {
    contractId: id,
    milestoneId: id,
    refundId: id,
    clientPartyId: id,
    freelancerPartyId: id,
    amount: money,
    feeReturned: money,
    taxReturned: money,
    source: refundSource,
    heldRemaining: money,
    escrowRevision: revision,
    creditNoteNumber: token,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    refundId: '72ec2783-054c-5732-8f18-4298f63e3453',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    amount: { amount: '40000', currency: 'USD' },
    feeReturned: { amount: '2000', currency: 'USD' },
    taxReturned: { amount: '0', currency: 'USD' },
    source: 'held',
    heldRemaining: { amount: '20000', currency: 'USD' },
    escrowRevision: '7',
    creditNoteNumber: 'GH-2026-000001',
  },
});
export type MilestoneRefundedData = DataOf<typeof milestoneRefundedV1>;
export type MilestoneRefunded = FactOf<typeof milestoneRefundedV1>;
