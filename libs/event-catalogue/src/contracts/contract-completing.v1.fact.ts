import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id } from '../schema/fields.js';

/** No more funding; close the escrow (contracts.md, Facts told). */
export const contractCompletingV1 = defineFactSchema({
  name: 'ContractCompleting',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'no more funding; close the escrow',
  data: {
    contractId: id,
    endReason: code,
  },
  example: { contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f', endReason: 'completed' },
});
export type ContractCompletingData = DataOf<typeof contractCompletingV1>;
export type ContractCompleting = FactOf<typeof contractCompletingV1>;
