import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id } from '../schema/fields.js';

/** A restriction of a party ended (identity.md, Facts told). */
export const restrictionLiftedV1 = defineFactSchema({
  name: 'RestrictionLifted',
  version: 1,
  owner: 'identity',
  key: 'restrictionId',
  says: 'a restriction of a party ended',
  data: {
    partyId: id,
    restrictionId: id,
    cause: code,
  },
  example: {
    partyId: '6d42924a-b146-518c-8911-c8c29d858083',
    restrictionId: 'b641ca19-e69a-5df1-a588-0796226773c2',
    cause: 'review_date_passed',
  },
});
export type RestrictionLiftedData = DataOf<typeof restrictionLiftedV1>;
export type RestrictionLifted = FactOf<typeof restrictionLiftedV1>;
