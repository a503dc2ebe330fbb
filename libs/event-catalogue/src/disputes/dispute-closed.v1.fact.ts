import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, instant } from '../schema/fields.js';

/** The overlay ends, frozen rest is freed (disputes.md, Facts told). */
export const disputeClosedV1 = defineFactSchema({
  name: 'DisputeClosed',
  version: 1,
  owner: 'disputes',
  key: 'contractId',
  says: 'the overlay ends, frozen rest is freed',
  data: {
    disputeId: id,
    contractId: id,
    milestoneId: id,
    outcome: code,
    closedAt: instant,
  },
  example: {
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    outcome: 'executed',
    closedAt: '2026-03-10T09:30:00.000Z',
  },
});
export type DisputeClosedData = DataOf<typeof disputeClosedV1>;
export type DisputeClosed = FactOf<typeof disputeClosedV1>;
