import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, instant } from '../schema/fields.js';

/** No new commitments from this account (identity.md, Facts told). */
export const accountClosedV1 = defineFactSchema({
  name: 'AccountClosed',
  version: 1,
  owner: 'identity',
  key: 'accountId',
  says: 'no new commitments from this account',
  data: {
    accountId: id,
    partyId: id,
    reasonCode: code,
    closedAt: instant,
  },
  example: {
    accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    partyId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    reasonCode: 'own_wish',
    closedAt: '2026-03-10T09:30:00.000Z',
  },
});
export type AccountClosedData = DataOf<typeof accountClosedV1>;
export type AccountClosed = FactOf<typeof accountClosedV1>;
