import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { optional } from '../schema/field.js';
import { code, id, instant, token } from '../schema/fields.js';

/**
 * No more work; review and dispute windows start (contracts.md, Facts told).
 * `ruleId` names the non-fault rule (R1 to R7 of reputation.md), absent where none applies.
 */
export const contractEndedV1 = defineFactSchema({
  name: 'ContractEnded',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'no more work; review and dispute windows start',
  data: {
    contractId: id,
    clientPartyId: id,
    freelancerPartyId: id,
    endReason: code,
    ruleId: optional(token),
    endedAt: instant,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    endReason: 'completed',
    endedAt: '2026-03-20T00:00:00.000Z',
  },
});
export type ContractEndedData = DataOf<typeof contractEndedV1>;
export type ContractEnded = FactOf<typeof contractEndedV1>;
