import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { object, optional } from '../schema/field.js';
import { code, id, instant, money, revision, streamName } from '../schema/fields.js';
import { policyRefs } from '../structures/policy-refs.js';

/**
 * Freeze the amount; overlay the contract (disputes.md, Facts told). `openedBy` and `against` are party ids.
 * `causeId` is the requestId of a contested cancellation, else absent. `asOf`: the evidence bundle ends at this event.
 */
export const disputeOpenedV1 = defineFactSchema({
  name: 'DisputeOpened',
  version: 1,
  owner: 'disputes',
  key: 'contractId',
  says: 'freeze the amount; overlay the contract',
  data: {
    disputeId: id,
    contractId: id,
    milestoneId: id,
    scopeKind: code,
    amount: money,
    openedBy: id,
    against: id,
    causeId: optional(id),
    lane: code,
    asOf: object({ stream: streamName, revision }),
    respondBy: instant,
    defaultOutcome: code,
    policyRefs,
  },
  example: {
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    scopeKind: 'milestone',
    amount: { amount: '40000', currency: 'USD' },
    openedBy: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    against: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    lane: 'standard',
    asOf: { stream: 'contracts.contract-29dc703c-94d4-5e5b-80dd-d81a22148c6f', revision: '9' },
    respondBy: '2026-03-14T00:00:00.000Z',
    defaultOutcome: 'respondent_loses_claim',
    policyRefs: { dispute: 'v1' },
  },
});
export type DisputeOpenedData = DataOf<typeof disputeOpenedV1>;
export type DisputeOpened = FactOf<typeof disputeOpenedV1>;
