import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id } from '../schema/fields.js';

/** The right to act for an organisation has ended (identity.md, Facts told). */
export const seatRevokedV1 = defineFactSchema({
  name: 'SeatRevoked',
  version: 1,
  owner: 'identity',
  key: 'organisationId',
  says: 'the right to act for an organisation has ended',
  data: {
    organisationId: id,
    accountId: id,
  },
  example: {
    organisationId: 'e15919b4-027d-560f-89cb-1ec6e31dec20',
    accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
  },
});
export type SeatRevokedData = DataOf<typeof seatRevokedV1>;
export type SeatRevoked = FactOf<typeof seatRevokedV1>;
