import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, instant } from '../schema/fields.js';

/** Due time passed without submission (contracts.md, Facts told). */
export const milestoneLateV1 = defineFactSchema({
  name: 'MilestoneLate',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'due time passed without submission',
  data: {
    contractId: id,
    milestoneId: id,
    dueAt: instant,
    cancellableAt: instant,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    dueAt: '2026-03-16T00:00:00.000Z',
    cancellableAt: '2026-03-17T00:00:00.000Z',
  },
});
export type MilestoneLateData = DataOf<typeof milestoneLateV1>;
export type MilestoneLate = FactOf<typeof milestoneLateV1>;
