import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id } from '../schema/fields.js';
import { seatRole } from '../structures/standing.js';

/** A person may act for an organisation (identity.md, Facts told). */
export const seatGrantedV1 = defineFactSchema({
  name: 'SeatGranted',
  version: 1,
  owner: 'identity',
  key: 'organisationId',
  says: 'a person may act for an organisation',
  data: {
    organisationId: id,
    accountId: id,
    seatRole,
  },
  example: {
    organisationId: 'e15919b4-027d-560f-89cb-1ec6e31dec20',
    accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    seatRole: 'hiring',
  },
});
export type SeatGrantedData = DataOf<typeof seatGrantedV1>;
export type SeatGranted = FactOf<typeof seatGrantedV1>;
