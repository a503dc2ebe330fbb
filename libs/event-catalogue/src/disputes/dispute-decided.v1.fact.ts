import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list } from '../schema/field.js';
import { id, money, oneOf, share, token } from '../schema/fields.js';

/**
 * Decided or defaulted, with reasons (disputes.md, Facts told). Faults are shares, 0 to 1; `factIds`: ids of the events that
 * count.
 */
export const disputeDecidedV1 = defineFactSchema({
  name: 'DisputeDecided',
  version: 1,
  owner: 'disputes',
  key: 'contractId',
  says: 'decided or defaulted, with reasons',
  data: {
    disputeId: id,
    rulingId: id,
    contractId: id,
    milestoneId: id,
    decidedAs: oneOf('decided', 'defaulted'),
    amount: money,
    toFreelancer: money,
    toClient: money,
    faultFreelancer: share,
    faultClient: share,
    ruleIds: list(token),
    factIds: list(id),
  },
  example: {
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    rulingId: 'a6aa6923-3269-5da9-a6e1-02ec74ae9ec2',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    decidedAs: 'decided',
    amount: { amount: '40000', currency: 'USD' },
    toFreelancer: { amount: '24000', currency: 'USD' },
    toClient: { amount: '16000', currency: 'USD' },
    faultFreelancer: 0.4,
    faultClient: 0.6,
    ruleIds: ['r.delivered_in_part'],
    factIds: ['284f03a4-333a-59fd-bf39-b303299254a8'],
  },
});
export type DisputeDecidedData = DataOf<typeof disputeDecidedV1>;
export type DisputeDecided = FactOf<typeof disputeDecidedV1>;
