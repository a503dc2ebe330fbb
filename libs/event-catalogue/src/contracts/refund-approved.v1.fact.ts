import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, money, oneOf } from '../schema/fields.js';
import { refundSource } from '../structures/instructions.js';

/** Give back held or released money (contracts.md, Facts told). `amount` is gross, without the client fee. */
export const refundApprovedV1 = defineFactSchema({
  name: 'RefundApproved',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'give back held or released money',
  data: {
    contractId: id,
    milestoneId: id,
    refundId: id,
    amount: money,
    source: refundSource,
    reasonCode: code,
    approvedBy: oneOf('client', 'freelancer', 'timer', 'system', 'operator'),
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    refundId: '72ec2783-054c-5732-8f18-4298f63e3453',
    amount: { amount: '10000', currency: 'USD' },
    source: 'held',
    reasonCode: 'unapproved_rest',
    approvedBy: 'client',
  },
});
export type RefundApprovedData = DataOf<typeof refundApprovedV1>;
export type RefundApproved = FactOf<typeof refundApprovedV1>;
