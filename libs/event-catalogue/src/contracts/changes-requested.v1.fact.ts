import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { nonEmptyList } from '../schema/field.js';
import { code, id, ordinal, token } from '../schema/fields.js';

/** Work was sent back; its auto-approval clock stopped (contracts.md, Facts told). */
export const changesRequestedV1 = defineFactSchema({
  name: 'ChangesRequested',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'work was sent back; its auto-approval clock stopped',
  data: {
    contractId: id,
    milestoneId: id,
    deliverableVersion: ordinal,
    reasonCode: code,
    criteriaIds: nonEmptyList(token),
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    deliverableVersion: 2,
    reasonCode: 'criteria_not_met',
    criteriaIds: ['c2'],
  },
});
export type ChangesRequestedData = DataOf<typeof changesRequestedV1>;
export type ChangesRequested = FactOf<typeof changesRequestedV1>;
