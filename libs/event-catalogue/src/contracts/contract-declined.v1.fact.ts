import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id } from '../schema/fields.js';
import { origin } from '../structures/origin.js';

/** An offer was refused, expired, or never funded (contracts.md, Facts told). */
export const contractDeclinedV1 = defineFactSchema({
  name: 'ContractDeclined',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'an offer was refused, expired, or never funded',
  data: {
    contractId: id,
    origin,
    by: code,
    reason: code,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    origin: { kind: 'proposal', id: '65dc17f8-0479-533a-9aaf-f566a1da8ec8' },
    by: 'timer',
    reason: 'offer_expired',
  },
});
export type ContractDeclinedData = DataOf<typeof contractDeclinedV1>;
export type ContractDeclined = FactOf<typeof contractDeclinedV1>;
